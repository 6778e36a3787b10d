"""What the pages of the access table show: one of each thing, in the first office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from propertyservice.approvals.models import Request
from propertyservice.cases.models import Step
from propertyservice.estate.models import Occupancy, Person, PersonContact, Unit
from propertyservice.organisation.models import Appointment, Company
from propertyservice.organisation.scope import scope
from propertyservice.planning import handovers
from propertyservice.planning.models import Duty, HandOver
from propertyservice.ui.models import SavedView
from propertyservice.workflow.models import Notice
from repairs import transitions as do
from repairs.models import Repair
from tests.support.cast import House, hire, make_house


@dataclass
class World:
    """Two offices, and what the first one has."""

    house: House
    other: House
    tie: Occupancy
    repair: Repair
    request: Request
    notice: Notice
    appointment: Appointment
    view: SavedView
    step: Step
    handover: HandOver

    @property
    def unit(self) -> Unit:
        """The home that has a household and a repair."""
        return self.house.unit

    @property
    def person(self) -> Person:
        """Who lives there."""
        return self.tie.person

    @property
    def number(self) -> str:
        """The number of the repair."""
        return self.repair.number


def furnish(house: House, other: House) -> World:
    """Put one of each thing into the first office; its scope must be open."""
    company = house.office.company
    house.people["finance"] = hire(None, "finance", "FINANCE", company=company)
    person = Person.objects.create(office=house.office, name="陈雨桐")
    PersonContact.objects.create(person=person, phone="13800002207", is_primary=True)
    tie = Occupancy.objects.create(
        unit=house.unit, person=person, relation="OWNER", share=1
    )
    repair = _repair(house, person)
    do.ask_extension(
        repair,
        by=house.repairer,
        reason="配件到货延迟",
        until=timezone.now() + timedelta(days=3),
    )
    return World(
        house=house,
        other=other,
        tie=tie,
        repair=repair,
        request=Request.objects.get(),
        notice=Notice.objects.create(recipient=house.clerk, kind="INFO", text="x"),
        appointment=Appointment.objects.get(holder=house.clerk),
        view=SavedView.objects.create(
            owner=house.clerk, register="repairs", name="mine", query="view=all"
        ),
        step=repair.register.steps.earliest("pk"),
        handover=_handed_over(house),
    )


def report(house: House, **more: Any) -> Repair:
    """A call of the household about water."""
    said: dict[str, Any] = {
        "office": house.office,
        "unit": house.unit,
        "resident_name": "陈雨桐",
        "relation": "OWNER",
        "phone": "13800002207",
        "description": "厨房水管漏水，地面积水",
        "trade": "WATER",
        "priority": "NORMAL",
    }
    return do.report(do.Request(**{**said, **more}), by=house.clerk)


def _handed_over(house: House) -> HandOver:
    """The desk's last shift, given and not taken yet."""
    now = timezone.now()
    duty = Duty.objects.create(
        office=house.office,
        post="REPAIR_DESK",
        person=house.clerk,
        starts_at=now - timedelta(hours=12),
        ends_at=now - timedelta(hours=1),
    )
    return handovers.give(duty, by=house.clerk, found="楼道灯不亮")


def _repair(house: House, person: Person) -> Repair:
    repair = report(house, person=person)
    do.dispatch(repair, by=house.clerk, technician=house.repairer)
    do.accept(repair, by=house.repairer)
    do.arrive(repair, by=house.repairer)
    do.start(repair, by=house.repairer, cause="接口老化")
    return repair


@pytest.fixture(scope="module")
def furnished(committing_module: str) -> World:
    """Both offices, the first furnished; written once for all tests of a module."""
    company = Company.objects.create(name="锦程物业", kind="PROPERTY")
    house = make_house(company, "JX", "GRADE_1")
    other = make_house(company, "YH", "GRADE_3")
    with scope(offices=[house.office.pk]):
        return furnish(house, other)


@pytest.fixture
def world(furnished: World, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The same for each test, the first office in scope: what is written goes again."""
    inside = scope(offices=[furnished.house.office.pk])
    with django_db_blocker.unblock(), transaction.atomic(), inside:
        yield furnished
        transaction.set_rollback(True)
