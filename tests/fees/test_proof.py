"""Tampering is found: by the chain, the signed report, the sums (4.8.3, 4.8.5)."""

# ruff: noqa: S608 (the statements are an attacker's, put together from constants)

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from fees.models import CashierDay, CheckFinding, Voucher
from fees.models.sql import CHAIN
from fees.transitions import closing, days, reconciling
from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.organisation.models import Company
from propertyservice.organisation.scope import everywhere, scope
from tests.fees.till import Till, make_items
from tests.support.cast import hire, make_house
from tests.support.databases import as_owner
from tests.support.people import sign_in

TODAY = timezone.localdate()
pytestmark = pytest.mark.clause("4.8.3", "4.8.5")


@pytest.fixture
def till(committing_db: str) -> Till:
    """Three receipts, a void, a signed day; all committed."""
    company = Company.objects.create(name="锦程物业", kind="PROPERTY")
    house = make_house(company, "JX", "GRADE_1")
    with scope(offices=[house.office.pk]):
        finance = hire(None, "finance", "FINANCE", company=company)
        made = Till(
            house,
            house.cashier,
            house.cashier,
            finance,
            house.unit,
            house.upstairs,
            make_items(house),
        )
        made.open()
        for amount in ("100.00", "200.00", "300.00"):
            made.charge(amount)
            made.pay(amount)
        made.charge("50.00")
        made.pay("20.00", method="WECHAT")
        day = CashierDay.objects.get()
        closing.count(day, by=house.cashier, notes={"100": 6}, float_counted=500)
        closing.hand_in(day, by=house.cashier)
        waiting = Request.objects.waiting().get(case=day.register)
        requests.decide(waiting, by=house.supervisor, approve=True)
    return made


TABLES = (
    *("fees_voucher", "fees_entry", "fees_charge"),
    *("fees_prepaid", "fees_receiptbook"),
)


def tamper(*statements: str) -> None:
    """As somebody who owns the tables and puts their triggers to sleep."""
    with as_owner(), connection.cursor() as cursor:
        for act in ("DISABLE", "ENABLE"):
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} {act} TRIGGER USER")
            if act == "DISABLE":
                for statement in statements:
                    cursor.execute(statement)


def proved() -> str:
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    return out.getvalue()


def test_an_honest_ledger_holds_and_reconciles(till: Till) -> None:
    assert "The ledger holds." in proved()
    run = reconciling.reconcile(TODAY)
    assert run.findings == []


OF = "WHERE voucher_id ="
SECOND = "(SELECT id FROM fees_voucher ORDER BY link OFFSET 1 LIMIT 1)"
TAMPERINGS = {
    "an amount": f"UPDATE fees_entry SET amount = amount * 2 {OF} {SECOND}",
    "the order": f"UPDATE fees_entry SET place = place + 10 {OF} {SECOND}",
    "a memo": f"UPDATE fees_voucher SET memo = 'x' WHERE id = {SECOND}",
    "the payer": f"UPDATE fees_voucher SET payer_name = '某人' WHERE id = {SECOND}",
    "the cashier": f"""
UPDATE fees_voucher v SET by_id = (SELECT min(id) FROM organisation_staff s
  WHERE s.id <> v.by_id) WHERE id = {SECOND}""",
    "the time": f"UPDATE fees_voucher SET at = at + '1 day' WHERE id = {SECOND}",
    "the trade number": f"UPDATE fees_entry SET reference = 'x' {OF} {SECOND}",
    "an entry gone": f"DELETE FROM fees_entry {OF} {SECOND} AND place = 1",
    "a voucher gone": f"""
WITH gone AS (DELETE FROM fees_entry {OF} {SECOND})
DELETE FROM fees_voucher WHERE id = {SECOND}""",
    "the last gone": """
WITH last AS (SELECT id FROM fees_voucher WHERE link = 4),
  gone AS (DELETE FROM fees_entry WHERE voucher_id = (SELECT id FROM last))
DELETE FROM fees_voucher WHERE id = (SELECT id FROM last)""",
    "the end set": "UPDATE ledger_chainhead SET link = 3",
    "one put in": """
INSERT INTO fees_voucher (office_id, kind, day_id, business_date, at, by_id, payer_name,
  owner_name, memo, consent, key, total, link, previous, hash)
SELECT office_id, 'PREPAID_USE', NULL, business_date, at, by_id, '', '', '', '',
  gen_random_uuid(), 0, 5, hash, 'made up' FROM fees_voucher WHERE link = 4""",
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_one_row_tampered_with_is_found(till: Till, what: str) -> None:
    tamper(TAMPERINGS[what])
    with pytest.raises(CommandError, match="do not hold"):
        proved()


def test_a_chain_written_anew_disagrees_with_the_signed_report(till: Till) -> None:
    """Somebody who owns the database computes every hash again after his change."""
    text = CHAIN.text("v", "v.sealed_lines")
    lines = CHAIN.sealed_lines("w.id")
    tamper(
        "UPDATE fees_voucher SET payer_name = '某人' WHERE link = 2",
        f"""
DO $$ DECLARE v record; before text := ''; BEGIN
  FOR v IN SELECT w.*, ({lines}) AS sealed_lines FROM fees_voucher w ORDER BY link LOOP
    v.previous := before;
    before := encode(sha256(convert_to({text}, 'UTF8')), 'hex');
    UPDATE fees_voucher SET previous = v.previous, hash = before WHERE id = v.id;
  END LOOP;
  UPDATE ledger_chainhead SET hash = before;
END $$""",
    )
    with pytest.raises(CommandError, match="1 places"):
        proved()


WRONG_SUMS = {
    "SETTLED": "UPDATE fees_charge SET settled = 50 WHERE amount = 50",
    "PREPAID": "INSERT INTO fees_prepaid (office_id, unit_id, item_id, balance)"
    " SELECT office_id, unit_id, item_id, 9 FROM fees_charge LIMIT 1",
    "NUMBERS": "UPDATE fees_receiptbook SET next_number = next_number + 1",
}


@pytest.mark.parametrize("check", WRONG_SUMS)
def test_a_sum_that_does_not_agree_is_a_case_for_the_manager(
    till: Till, check: str
) -> None:
    tamper(WRONG_SUMS[check])
    reconciling.reconcile(TODAY)
    again = reconciling.reconcile(TODAY)
    assert again.findings == []
    with everywhere("test"):
        finding = CheckFinding.objects.get()
        assert (finding.check_code, finding.status) == (check, "OPEN")
        assert finding.register.holder_post == "OFFICE_MANAGER"
        assert finding.due_at is not None


def test_the_manager_explains_a_finding_and_nobody_else(till: Till) -> None:
    tamper(WRONG_SUMS["SETTLED"])
    reconciling.reconcile(TODAY)
    with everywhere("test"):
        url = CheckFinding.objects.get().get_absolute_url()
    said: dict[str, Any] = {"answer": "已查明，系统管理员误改，已恢复"}
    assert sign_in(till.cashier).get(url).status_code == 403
    supervisor = sign_in(till.house.supervisor)
    assert supervisor.post(f"{url}settle/", said).status_code == 403
    sign_in(till.house.manager).post(f"{url}settle/", said)
    with everywhere("test"):
        assert CheckFinding.objects.get().status == "SETTLED"


def test_a_day_left_open_is_found_the_next_night(till: Till) -> None:
    with scope(till.cashier):
        days.open_day(till.house.office, cashier=till.cashier, by=till.cashier)
    run = reconciling.reconcile(TODAY)
    assert len(run.findings) == 1
    with everywhere("test"):
        assert CheckFinding.objects.get().check_code == "NOT_CLOSED"
        assert Voucher.objects.count() == 4
