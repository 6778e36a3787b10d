"""Inspections, findings and surveys, of the first office."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from propertyservice.oversight import drawing, surveys, transitions
from propertyservice.oversight.models import Finding, Inspection, Result, Survey
from tests.access.table import Page
from tests.access.world import World


def inspection(world: World) -> dict[str, Any]:
    """The address of the manager's inspection."""
    return {"number": looked_into(world).number}


def looked_into(world: World) -> Inspection:
    """The office's inspection of its repairs, drawn when first asked for."""
    made = Inspection.objects.filter(office=world.house.office).first()
    today = timezone.localdate()
    return made or drawing.draw(
        office=world.house.office,
        clause="repairs",
        since=today - timedelta(days=9),
        until=today,
        by=world.house.manager,
    )


def finding(world: World) -> dict[str, Any]:
    """The address of a finding in it."""
    made = Finding.objects.filter(office=world.house.office).first()
    made = made or transitions.look(
        looked_into(world).items.all()[0],
        by=world.house.manager,
        result=Result.FINDING,
        note="漏签",
        responsible=world.house.maintenance,
    )
    assert made is not None
    return {"number": made.number}


def survey(world: World) -> dict[str, Any]:
    """The address of the year's survey."""
    return {"pk": asked(world).pk}


def asked(world: World) -> Survey:
    """The office's survey, begun when first asked for."""
    made = Survey.objects.filter(office=world.house.office).first()
    today = timezone.localdate()
    return made or surveys.begin(
        office=world.house.office,
        year=today.year,
        starts_on=today,
        ends_on=today,
        by=world.house.supervisor,
    )


def sheet(world: World) -> dict[str, Any]:
    """The address of its first sheet."""
    return {"number": asked(world).sheets.order_by("number")[0].number}


def part(world: World) -> dict[str, Any]:
    """The address of the first case of the sample."""
    return {**inspection(world), "place": 1}


def step(world: World) -> dict[str, Any]:
    """The address of putting the finding right."""
    return {**finding(world), "name": "rectify"}


PAGES = [
    Page("oversight:inspections", "manager", "clerk"),
    Page("oversight:inspections-export", "manager", "clerk"),
    Page("oversight:findings", "manager", "clerk"),
    Page("oversight:findings-export", "manager", "clerk"),
    Page("oversight:inspection-new", "manager", "supervisor"),
    Page("oversight:inspection", "manager", "clerk", inspection, owned=True),
    Page("oversight:inspection-end", "manager", "supervisor", inspection, owned=True),
    Page("oversight:inspection-print", "manager", "clerk", inspection, owned=True),
    Page("oversight:inspection-look", "manager", "supervisor", part, owned=True),
    Page("oversight:finding", "maintenance", "clerk", finding, owned=True),
    Page("oversight:finding-step", "maintenance", "clerk", step, owned=True),
    Page("oversight:surveys", "clerk", "repairer"),
    Page("oversight:survey-new", "supervisor", "clerk"),
    Page("oversight:survey", "clerk", "repairer", survey, owned=True),
    Page("oversight:survey-end", "supervisor", "clerk", survey, owned=True),
    Page("oversight:survey-print", "clerk", "repairer", survey, owned=True),
    Page("oversight:survey-sheets", "clerk", "repairer", survey, owned=True),
    Page("oversight:survey-sheet", "clerk", "repairer", sheet, owned=True),
]
