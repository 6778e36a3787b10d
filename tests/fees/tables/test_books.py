"""Receipt books: every step from every stage as everybody (票据领用核销; RULES 4.5)."""

from __future__ import annotations

import pytest

from fees.models import ReceiptBook
from fees.transitions import books, days
from propertyservice.organisation.models import Staff
from tests.fees.tables.trying import STAYS, Act, Row, people, tried, wanted
from tests.fees.till import Till
from tests.support.cast import House

pytestmark = [pytest.mark.clause("4.8.2", "4.8.5"), pytest.mark.edge(78)]

STAGES = ("none yet", "in use", "used up", "returned, new", "returned, used")
IN_USE, GONE = {"in use"}, {"returned, new", "returned, used"}
# The relief has a day of his own, and never a book.
EMPTY = {"relief": "no_book"}
TABLE = {
    "issue": Row(
        {"supervisor"},
        set(STAGES) - IN_USE,
        "in use",
        but={"in use": "fees_one_book_in_use"},
    ),
    "take back": Row(
        {"supervisor"},
        set(),
        but={"in use": "returned, new", "used up": "returned, used"},
        wrong="returned",
    ),
    "pay": Row({"cashier"}, IN_USE, "used up", EMPTY, wrong="no_book"),
    "spoil": Row({"cashier"}, IN_USE, "used up", EMPTY, wrong="no_book"),
}


def stage_of(till: Till) -> str:
    """Where the cashier's latest book stands, by its row."""
    book = ReceiptBook.objects.filter(holder=till.cashier).order_by("pk").last()
    if book is None:
        return "none yet"
    whole = book.next_number == book.first_number
    if book.returned_at:
        return "returned, new" if whole else "returned, used"
    return "used up" if book.next_number > book.last_number else "in use"


def brought_to(till: Till, stage: str) -> None:
    """Both cashiers' days are open; the book of the first stands at a stage."""
    office, boss = till.house.office, till.house.supervisor
    for who in (till.cashier, till.relief):
        days.open_day(office, cashier=who, by=who)
    till.charge("60.00")
    if stage == "none yet":
        return
    count = 2 if stage == "returned, used" else 1
    book = books.issue(office, holder=till.cashier, by=boss, count=count)
    if stage in ("used up", "returned, used"):
        till.pay("10.00")
    if stage in GONE:
        books.take_back(book, by=boss)
    assert stage_of(till) == stage


@pytest.mark.parametrize("stage", STAGES)
def test_books_are_the_supervisors_and_numbers_the_holders(
    till: Till, other: House, stage: str
) -> None:
    cast = people(till, other)
    brought_to(till, stage)
    office = till.house.office

    def latest() -> ReceiptBook:
        return ReceiptBook.objects.filter(holder=till.cashier).latest("pk")

    acts: dict[str, Act] = {
        "issue": lambda by: books.issue(office, holder=till.cashier, by=by, count=1),
        "take back": lambda by: books.take_back(latest(), by=by),
        "pay": lambda by: till.pay("10.00", by=by),
        "spoil": lambda by: books.spoil(office, by=by, reason="卡纸"),
    }

    came = tried(acts, cast, lambda: stage_of(till))

    expected = wanted(TABLE, stage, cast)
    if stage == "none yet":
        expected |= {("take back", role): "nothing there" for role in cast}
    assert came == expected


@pytest.mark.parametrize("holder", ["supervisor", "relief"])
def test_nobody_issues_a_book_to_himself(till: Till, other: House, holder: str) -> None:
    cast: dict[str, Staff] = people(till, other)
    office = till.house.office
    act: Act = lambda by: books.issue(  # noqa: E731
        office, holder=cast[holder], by=by, count=1
    )

    came = tried({"issue": act}, {"supervisor": cast["supervisor"]}, lambda: "")

    own = holder == "supervisor"
    refused = "fees_book_issued_by_another"
    assert came == {("issue", "supervisor"): refused if own else STAYS}
