"""A statement's line: every step from every state as everybody (RULES 4.6)."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from fees.models import Entry, StatementLine
from fees.transitions import stating
from fees.transitions.stating import Stated
from propertyservice.organisation.models import Staff
from tests.fees.tables.trying import Act, Row, people, tried, wanted
from tests.fees.till import Till
from tests.support.cast import House

D = Decimal
pytestmark = pytest.mark.clause("4.8.2", "4.8.5")

STAGES = ("NEW", "MATCHED", "MATCHED, by hand", "EXPLAINED")
TABLE = {
    "match by hand": Row({"finance"}, {"NEW"}, "MATCHED", wrong="reason"),
    "explain": Row({"finance"}, {"NEW"}, "EXPLAINED", wrong="reason"),
    "match another sum": Row({"finance"}, set(), but={"NEW": "entry"}, wrong="reason"),
    "import it again": Row({"finance"}, set(), wrong="fees_statement_once"),
    "import another": Row({"finance"}, set(STAGES)),
}


def take(till: Till, by: Staff, digest: str, amount: str, reference: str = "") -> None:
    """A file with one line."""
    line = Stated(timezone.localdate(), D(amount), reference)
    office = till.house.office
    stating.take_in(office, "WECHAT", [line], by=by, name="x", digest=digest)


def paid(till: Till, amount: str) -> Entry:
    """Somebody paid by WeChat."""
    lines = [till.charge(amount)]
    receipt = till.pay(amount, method="WECHAT", charges=lines, key=uuid.uuid4())
    return Entry.objects.select_related("voucher").get(
        voucher=receipt, account="WECHAT"
    )


@pytest.mark.parametrize("stage", STAGES)
def test_only_finance_says_what_a_line_is(till: Till, other: House, stage: str) -> None:
    cast = people(till, other)
    till.open()
    entry, twin, more = paid(till, "80.00"), paid(till, "80.00"), paid(till, "90.00")
    take(till, till.finance, "first", "90.00" if stage == "MATCHED" else "80.00")
    made = StatementLine.objects.get()
    if stage == "MATCHED, by hand":
        stating.match_by_hand(made, by=till.finance, reason="同日同额", entry=twin)
    elif stage == "EXPLAINED":
        stating.match_by_hand(made, by=till.finance, reason="利息")

    def state() -> str:
        return str(StatementLine.objects.get(pk=made.pk).state)

    def match(by: Staff, entry: Entry | None) -> None:
        line = StatementLine.objects.get(pk=made.pk)
        stating.match_by_hand(line, by=by, reason="核对", entry=entry)

    assert state() == stage.partition(",")[0]
    acts: dict[str, Act] = {
        "match by hand": lambda by: match(by, entry),
        "explain": lambda by: match(by, None),
        "match another sum": lambda by: match(by, more),
        "import it again": lambda by: take(till, by, "first", "80.00"),
        "import another": lambda by: take(till, by, "second", "7.00"),
    }

    assert tried(acts, cast, state) == wanted(TABLE, stage, cast)
