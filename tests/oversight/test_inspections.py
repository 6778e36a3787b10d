"""A sample that anybody draws again, its findings and re-checks (3.1, 3.2)."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from propertyservice.cases.models import Case
from propertyservice.oversight import drawing, rules
from propertyservice.oversight import transitions as do
from propertyservice.oversight.models import Finding, Result, Status
from propertyservice.workflow.chasing import chase
from propertyservice.workflow.models import Deadline, Notice
from propertyservice.workflow.transitions import Refused
from tests.oversight.conftest import NOW, drawn
from tests.repairs.test_life import call
from tests.support.cast import House
from tests.workbench.conftest import Browse

pytestmark = [pytest.mark.django_db, pytest.mark.clause("3.1")]


def test_anybody_can_draw_the_sample_again(register: House) -> None:
    inspection = drawn(register, register.manager)
    numbers = [item.case.number for item in inspection.items.all()]
    by_hand = sorted(
        Case.objects.values_list("number", flat=True),
        key=lambda n: hashlib.md5(f"may:{n}".encode(), usedforsecurity=False).digest(),
    )
    assert numbers == by_hand[:5]
    assert (inspection.population, inspection.sample_size) == (12, 5)
    # What comes later does not change what was drawn.
    call(register)
    assert drawing.sample(inspection) == numbers


def test_another_seed_draws_others(register: House) -> None:
    first, second = (
        [item.case_id for item in drawn(register, register.manager, seed).items.all()]
        for seed in ("may", "june")
    )
    assert first != second


def test_nobody_inspects_what_he_did_himself(register: House) -> None:
    own = Case.objects.order_by("pk")[0]
    own.steps.model.objects.create(
        case=own, name="contact", by=register.manager, to_status="", from_status=""
    )
    inspection = drawn(register, register.manager)
    assert (inspection.population, inspection.left_out) == (11, 1)
    assert own.pk not in inspection.items.values_list("case", flat=True)
    # Who took down every call finds nothing to inspect, were he a manager.
    register.clerk.__dict__.pop("rights", None)
    with pytest.raises(PermissionDenied):
        drawn(register, register.clerk)


@pytest.mark.clause("3.2")
def test_a_finding_is_put_right_and_looked_at_again(register: House) -> None:
    inspection = drawn(register, register.manager)
    item = inspection.items.all()[0]
    finding = do.look(
        item,
        by=register.manager,
        result=Result.FINDING,
        note="没有住户签名",
        responsible=register.maintenance,
    )
    assert finding is not None
    assert finding.register.holder == register.maintenance
    with pytest.raises(Refused):
        do.rectify(finding, by=register.supervisor, remedy="补签")
    do.rectify(finding, by=register.maintenance, remedy="补签")
    do.send_back(finding, by=register.manager, recheck_note="照片没有补")
    assert (finding.status, finding.returns) == (Status.OPEN, 1)
    do.rectify(finding, by=register.maintenance, remedy="补签并补照片")
    do.accept(finding, by=register.manager)
    finding = Finding.objects.get()
    assert finding.status == Status.CLOSED
    assert not finding.register.is_open
    ended = Deadline.objects.filter(case=finding.pk).values_list("kind", "state")
    assert sorted(ended) == [
        ("oversight.recheck", "MET"),
        ("oversight.recheck", "MET"),
        ("oversight.rectify", "MET"),
        ("oversight.rectify", "MET"),
    ]


@pytest.mark.clause("3.2")
def test_a_late_finding_is_chased(
    register: House, may: time_machine.Coordinates
) -> None:
    inspection = drawn(register, register.manager)
    do.look(
        inspection.items.all()[0],
        by=register.manager,
        result=Result.FINDING,
        note="没有住户签名",
        responsible=register.maintenance,
    )
    may.move_to(NOW + timedelta(days=9))
    chase()
    told = Notice.objects.filter(lines__case__clause="oversight")
    assert register.maintenance.pk in told.values_list("recipient", flat=True)


def test_the_responsible_neither_finds_nor_rechecks(register: House) -> None:
    inspection = drawn(register, register.manager)
    first, second = inspection.items.all()[:2]
    with pytest.raises(Refused), transaction.atomic():
        do.look(
            first,
            by=register.manager,
            result=Result.FINDING,
            note="x",
            responsible=register.manager,
        )
    finding = do.look(
        second,
        by=register.manager,
        result=Result.FINDING,
        note="x",
        responsible=register.maintenance,
    )
    assert finding is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(inspector=register.maintenance)
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(rechecked_by=register.maintenance)
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(status=Status.CLOSED)


def test_an_inspection_ends_when_everything_was_looked_at(register: House) -> None:
    inspection = drawn(register, register.manager)
    with pytest.raises(Refused):
        do.end(inspection, by=register.manager, conclusion="好")
    for item in inspection.items.all():
        do.look(item, by=register.manager, result=Result.OK)
    with pytest.raises(PermissionDenied):
        do.end(inspection, by=register.supervisor, conclusion="好")
    do.end(inspection, by=register.manager, conclusion="记录齐全")
    with pytest.raises(Refused):
        do.look(item, by=register.manager, result=Result.OK)


@given(st.integers(1, 100_000), st.integers(1, 40), st.integers(1, 60))
def test_a_sample_is_within_its_bounds(population: int, least: int, most: int) -> None:
    said = {rules.SHARE: 0.05, rules.LEAST: least, rules.MOST: most}
    size = rules.sample_size(population, said)  # type: ignore[arg-type]
    assert 1 <= size <= population
    assert size >= min(population, least)
    assert size <= max(most, least)


def test_the_pages_from_the_draw_to_the_paper(register: House, browse: Browse) -> None:
    manager = browse(register.manager)
    sent = {
        "office": register.office.pk,
        "clause": "repairs",
        "since": "2026-05-12",
        "until": "2026-04-12",
    }
    wrong = manager.post("/inspections/new/", sent)
    assert "第一天晚于最后一天" in wrong.content.decode()
    made = manager.post(
        "/inspections/new/", {**sent, "since": "2026-04-01"} | {"until": "2026-05-12"}
    )
    page = manager.get(made.url)
    assert page.context["agrees"]
    look = f"{made.url}1/"
    empty = manager.post(look, {"result": "FINDING"})
    assert "写下发现的问题" in empty.content.decode()
    manager.post(
        look,
        {"result": "FINDING", "note": "漏签", "responsible": register.maintenance.pk},
    )
    finding = Finding.objects.get()
    worker = browse(register.maintenance)
    path = finding.get_absolute_url()
    assert worker.get(path).status_code == 200
    worker.post(f"{path}rectify/", {"remedy": "补签"})
    assert "不合格，退回" in manager.get(path).content.decode()
    manager.post(f"{path}accept/", {})
    assert Finding.objects.get().status == Status.CLOSED
    paper = manager.get(f"{made.url}print/").content.decode()
    assert finding.number in paper
    assert manager.get("/inspections/export.xlsx").status_code == 200
    tally = manager.get("/inspections/").context["tally"]
    assert [(row["found"], row["open"]) for row in tally] == [(1, 0)]


def test_another_office_sees_nothing(
    register: House, other: House, browse: Browse
) -> None:
    inspection = drawn(register, register.manager)
    stranger = browse(other.manager)
    assert stranger.get(inspection.get_absolute_url()).status_code == 404
    listed = stranger.get("/inspections/").content.decode()
    assert inspection.number not in listed
    assert browse(register.clerk).get("/inspections/").status_code == 403
    looked = browse(register.supervisor).get(f"{inspection.get_absolute_url()}1/")
    assert looked.status_code == 403
