"""A sale: the old ends the day before, shares make one, all or nothing."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from propertyservice.estate import signals
from propertyservice.estate.models import (
    Occupancy,
    Person,
    Relation,
    Unit,
)
from propertyservice.estate.upkeep import (
    NewOwner,
    transfer_ownership,
)
from propertyservice.organisation.models import Office, Staff
from propertyservice.organisation.scope import scope
from tests.estate.conftest import home, person, tie
from tests.estate.upkeep.hearing import JUNE, MAY, Heard
from tests.support.people import hire, make_office

pytestmark = pytest.mark.clause("4.2.1", "4.9")


def owners(unit: Any, on: date) -> list[tuple[str, Decimal | None]]:
    """Who owns a unit on a day."""
    rows = Occupancy.objects.on(on).owners().filter(unit=unit).order_by("pk")
    return [(row.person.name, row.share) for row in rows]


def test_a_transfer_ends_the_old_ownership_the_day_before(
    office: Office, supervisor: Staff
) -> None:
    unit = home(office)
    old = tie(unit, person(office, "李芳"), share=Decimal(1), is_contact=True)
    family = tie(unit, person(office, "李小明"), Relation.FAMILY)
    tenant = tie(unit, person(office, "赵租"), Relation.TENANT)
    new = [NewOwner(name="王强", phone="13800002207"), NewOwner(name="周敏")]
    with Heard(signals.ownership_transferred) as heard:
        transfer_ownership(
            unit, by=supervisor, on=JUNE, owners=[*new, NewOwner(name="何洋")]
        )
    assert owners(unit, MAY) == [("李芳", Decimal(1))]
    assert owners(unit, JUNE) == [
        ("王强", Decimal("0.3334")),
        ("周敏", Decimal("0.3333")),
        ("何洋", Decimal("0.3333")),
    ]
    for row, last in ((old, MAY), (family, MAY), (tenant, None)):
        row.refresh_from_db()
        assert row.ends_on == last
    assert heard.calls[0]["former"] == [old]
    assert heard.calls[0]["on"] == JUNE


@pytest.mark.parametrize(
    "shares",
    [("0.5", "0.6"), ("0.5", None), ("0.5", "0.4"), ("1.5", "-0.5")],
)
def test_shares_of_new_owners_make_one(
    office: Office, supervisor: Staff, shares: tuple[str | None, ...]
) -> None:
    unit = home(office)
    tie(unit, person(office, "李芳"))
    new = [
        NewOwner(name=name, share=Decimal(share) if share else None)
        for name, share in zip(("王强", "周敏"), shares, strict=True)
    ]
    with pytest.raises(ValidationError):
        transfer_ownership(unit, by=supervisor, on=JUNE, owners=new)
    assert owners(unit, JUNE) == [("李芳", None)]


def test_a_transfer_before_a_later_one_is_refused(
    office: Office, supervisor: Staff
) -> None:
    unit = home(office)
    tie(unit, person(office, "李芳"), starts_on=JUNE)
    with pytest.raises(ValidationError, match="2026-06-01"):
        transfer_ownership(unit, by=supervisor, on=JUNE, owners=[NewOwner(name="王强")])
    with pytest.raises(ValidationError):
        transfer_ownership(unit, by=supervisor, on=JUNE, owners=[])
    with pytest.raises(ValidationError):
        transfer_ownership(
            unit, by=supervisor, on=date(1026, 6, 1), owners=[NewOwner(name="王强")]
        )


def test_a_refused_receiver_takes_the_whole_change_back(
    office: Office, supervisor: Staff
) -> None:
    unit = home(office)
    tie(unit, person(office, "李芳"))

    def refuse(**_: object) -> None:
        raise ValidationError("no")

    signals.ownership_transferred.connect(refuse)
    try:
        with pytest.raises(ValidationError):
            transfer_ownership(
                unit, by=supervisor, on=JUNE, owners=[NewOwner(name="王强")]
            )
    finally:
        signals.ownership_transferred.disconnect(refuse)
    assert owners(unit, JUNE) == [("李芳", None)]


@pytest.mark.edge(58)
def test_the_database_refuses_shares_above_one(office: Office) -> None:
    unit = home(office)
    tie(unit, person(office, "李芳"), share=Decimal("0.6"), ends_on=MAY)
    tie(unit, person(office, "王强"), starts_on=JUNE, share=Decimal("0.6"))
    check_shares()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        too_much(unit, person(office, "周敏"))
    name = refusal.value.__cause__.diag.constraint_name  # type: ignore[union-attr]
    assert name == "estate_shares_at_most_one"


def too_much(unit: Unit, who: Person) -> None:
    """Another owner with half of it."""
    tie(unit, who, Relation.CO_OWNER, share=Decimal("0.5"))
    check_shares()


def check_shares() -> None:
    """What happens at the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS estate_shares_at_most_one IMMEDIATE")
        cursor.execute("SET CONSTRAINTS estate_shares_at_most_one DEFERRED")


def test_two_clerks_can_not_transfer_the_same_unit(committing_db: str) -> None:
    office = make_office("JX")
    clerks = [hire(office, "CS_SUPERVISOR") for _ in range(2)]
    with scope(offices=[office.pk]):
        unit = home(office)
        tie(unit, person(office, "李芳"), share=Decimal(1))
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def transfer(clerk: Staff) -> None:
        try:
            with scope(clerk):
                start.wait()
                transfer_ownership(
                    unit,
                    by=clerk,
                    on=JUNE,
                    owners=[NewOwner(name=f"新主{'甲乙'[clerk == clerks[0]]}")],
                )
            outcomes.append("done")
        except ValidationError as refusal:
            outcomes.append(str(refusal.code))
        finally:
            connection.close()

    threads = [threading.Thread(target=transfer, args=[clerk]) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "later_owner"]
