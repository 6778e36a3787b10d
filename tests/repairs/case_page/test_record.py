"""What a repair's page tells: limits, corrections, changes, photos (4.2.2)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from propertyservice.workflow.models import Deadline
from repairs import transitions as do
from repairs.models import Repair
from tests.files.test_checking import picture
from tests.repairs.case_page.page import page_of, take
from tests.repairs.test_life import call
from tests.support.cast import House
from tests.support.people import sign_in
from tests.support.queries import check, statements

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.2.2")]


def test_limits_say_whether_and_why(house: House, working: Repair) -> None:
    past = timezone.now() - timedelta(minutes=30)
    Deadline.objects.filter(case=working.pk, kind="repairs.finish").update(
        due_at=past, starts_at=past - timedelta(hours=1)
    )

    page = page_of(house.clerk, working)

    states = [chip.state for chip in page.context["chips"]]
    assert states[0] == "late"
    assert states.count("met") >= 3
    assert all(chip.why for chip in page.context["chips"])
    days = page.context["days"]
    assert any(entry.css == "alarm" for day in days for entry in day.entries)


def test_corrections_stand_with_old_and_new_words(house: House) -> None:
    repair = call(house)
    take(
        house.clerk,
        repair,
        "correct",
        description="厨房水管漏水",
        resident_name="陈雨桐",
        relation="TENANT",
        phone="13900001111",
        trade="WATER",
        reason="听错了",
    )

    text = page_of(house.clerk, repair, "?show=corrections").content.decode()

    assert "<del>厨房水管漏水，地面积水</del>" in text
    assert "<ins>厨房水管漏水</ins>" in text
    assert "听错了" in text
    days = page_of(house.clerk, repair, "?show=corrections").context["days"]
    assert [len(day.entries) for day in days] == [1]
    assert "13900001111" not in str(days)


def test_a_step_opens_the_rows_that_were_written_with_it(house: House) -> None:
    repair = call(house)
    take(house.clerk, repair, "dispatch", technician=house.repairer.pk)
    step = repair.register.steps.get(name="dispatch")

    page = sign_in(house.supervisor).get(f"/repairs/{repair.number}/changes/{step.pk}/")

    fields = {change.after for row in page.context["rows"] for change in row.changes}
    assert any("WX" in text for text in fields)
    assert page_of(house.supervisor, repair).content.decode().count("/changes/") >= 1
    refused = sign_in(house.clerk).get(f"/repairs/{repair.number}/changes/{step.pk}/")
    assert refused.status_code == 403


def test_photos_are_kept_and_wrong_files_named(house: House) -> None:
    repair = call(house)
    client = sign_in(house.clerk)
    address = f"/repairs/{repair.number}/photos/"

    wrong = SimpleUploadedFile("tool.jpg", b"MZ\x90\x00" + b"0" * 99, "image/jpeg")
    answer = client.post(address, {"photos": wrong})
    assert answer.status_code == 200
    assert "tool.jpg" in answer.content.decode()
    assert not repair.register.files.exists()

    good = SimpleUploadedFile("leak.jpg", picture(), "image/jpeg")
    client.post(address, {"photos": good})
    kept = repair.register.files.get()
    assert client.get(kept.get_absolute_url()).status_code == 200
    assert kept.name in page_of(house.clerk, repair).content.decode()


def test_the_case_page_costs_the_same_for_short_and_long_lives(
    house: House, working: Repair
) -> None:
    client = sign_in(house.clerk)
    client.get(f"/repairs/{working.number}/")
    for _ in range(2):
        for _ in range(5):
            do.contact(working, by=house.clerk, outcome="REACHED")
        with statements() as captured:
            client.get(f"/repairs/{working.number}/")
        check("repairs:detail", captured)


@pytest.mark.clause("4.9")
def test_what_was_typed_afterwards_says_so(house: House) -> None:
    repair = call(house)
    earlier = timezone.now() - timedelta(minutes=40)
    asked = do.Request(
        **{
            name: getattr(repair, name)
            for name in ("office", "unit", "resident_name", "relation", "description")
        },
        trade="POWER",
        phone="13800002207",
    )
    repair = do.report(asked, by=house.clerk, at=earlier)
    take(house.clerk, repair, "dispatch", technician=house.repairer.pk)

    page = page_of(house.clerk, repair)

    entries = [entry for day in page.context["days"] for entry in day.entries]
    told = {entry.title: bool(entry.late_entry) for entry in entries}
    assert list(told.values()).count(True) == 1
    assert "补录" in page.content.decode()


def test_the_repairers_way_back_leads_to_a_page_he_may_open(
    house: House, working: Repair
) -> None:
    page = page_of(house.repairer, working).content.decode()
    assert '<a href="/repairs/mine/">我的任务</a></li>' in page
    assert 'href="/repairs/"' not in page
    assert '<a href="/repairs/">' in page_of(house.clerk, working).content.decode()
