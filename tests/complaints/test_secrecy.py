"""Attacks on the secrecy of a complaint that go round its own pages (edge case 26).

The attacker is the office's manager again: numbers, lists of other clauses, the record
room, files by address, the database itself. ``test_hidden`` has the register.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from callbacks.models import Callback, Candidate
from complaints import tasks
from complaints import transitions as do
from complaints.models import Complaint, Level, Status
from propertyservice.approvals.models import Request
from propertyservice.audit.models import AccessEntry, Run
from propertyservice.cases.models import Case, Step
from propertyservice.files.models import Attachment
from propertyservice.files.storage import attach
from propertyservice.numbering.numbers import SEALED, next_number
from propertyservice.organisation.scope import scope
from propertyservice.oversight import drawing
from propertyservice.oversight.models import InspectionItem
from propertyservice.planning import handovers
from propertyservice.planning.models import HandOverLine
from propertyservice.workflow.chasing import chase
from propertyservice.workflow.models import NoticeLine
from propertyservice.workflow.transitions import Refused
from tests.complaints.steps import judge, lead_to, pass_on, take
from tests.complaints.test_hidden import SECRET, page
from tests.files.test_checking import picture, upload
from tests.planning.conftest import on_duty
from tests.support.cast import House, hire
from tests.workbench.conftest import Browse, browse

__all__ = ["browse"]
pytestmark = [pytest.mark.django_db, pytest.mark.edge(26), pytest.mark.clause("4.6.1")]

ADDRESSES = [
    "/late/",
    "/queue/all/",
    "/shift/",
    "/shift/handovers/",
    "/posts/",
    "/inspections/",
    "/callbacks/",
    "/callbacks/?view=all",
    "/callbacks/worklist/",
    "/callbacks/rate/",
    "/callbacks/samplings/",
    "/reports/monthly/",
    "/units/JX-3-1-502/people/",
    "/repairs/?view=all",
    "/admin/",
    "/admin/audit/accessentry/",
    "/admin/audit/run/",
    "/admin/cases/caseevent/",
    "/admin/callbacks/callbackevent/",
    "/admin/callbacks/samplingevent/",
    "/admin/files/attachmentevent/",
    "/admin/oversight/inspectionitemevent/",
]


def about_the_manager(house: House, last: str = "reply") -> Complaint:
    """A complaint about him, led on by those above him."""
    complaint = take(house, respondent=house.manager, content=SECRET)
    return lead_to(complaint, house, last)


def test_the_pages_of_other_clauses_stay_as_they_were(
    home: House, browse: Browse
) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        lead_to(take(home, unit=home.upstairs), home, "called_back")
        chase()
        client = browse(home.manager)
        for address in ADDRESSES:
            client.get(address)
        before = {address: page(client, address) for address in ADDRESSES}
        assert [a for a, (status, _t) in before.items() if status != 200] == []

        with scope(offices=[home.office.pk]):
            complaint = about_the_manager(home)
            assert Callback.objects.filter(source_case=complaint.pk).exists()
            attach(complaint.register, upload("a.jpg", picture()), by=home.taker)
        boss = browse(home.chief)
        assert boss.get(f"{complaint.get_absolute_url()}print/").status_code == 200
        assert complaint.number in boss.get(
            "/callbacks/"
        ).content.decode() or SECRET in (boss.get("/callbacks/").content.decode())

        for address in ADDRESSES:
            assert page(client, address) == before[address], address


def test_numbers_of_the_sealed_series_say_nothing_of_those_between(home: House) -> None:
    today = timezone.localdate()
    places = [int(next_number(SEALED, "TS", today)[-4:]) for _n in range(64)]
    steps = {b - a for a, b in zip(places, places[1:], strict=False)}
    assert 1 in steps
    assert max(steps) > 1
    office = [int(next_number("JX", "TS", today)[-4:]) for _n in range(9)]
    assert office == list(range(1, 10))


def test_whoever_is_named_later_leaves_no_gap_where_the_desk_said_so(
    home: House,
) -> None:
    first = take(home)
    unnamed = take(home, about_staff=True, content=SECRET)
    second = take(home, unit=home.upstairs)
    judge(unnamed, home, respondent=home.manager)
    assert unnamed.goes_above
    assert unnamed.number.startswith("GS-TS-")
    assert (first.number[-4:], second.number[-4:]) == ("0001", "0002")


def test_merged_into_a_hidden_one_it_is_hidden_too(home: House, browse: Browse) -> None:
    hidden = about_the_manager(home, "classify")
    open_one = take(home, unit=home.upstairs)
    judge(open_one, home)
    do.merge(open_one, by=home.chief, into=hidden)
    assert open_one.status == Status.MERGED
    client = browse(home.manager)
    assert client.get(open_one.get_absolute_url()).status_code == 404
    with scope(home.manager):
        assert not Step.objects.filter(case=open_one.pk).exists()
        assert not Case.objects.filter(pk=open_one.pk).exists()


def test_what_he_was_asked_to_decide_goes_above_once_he_is_named(home: House) -> None:
    complaint = take(home, level=Level.IMPORTANT)
    judge(complaint, home)
    until = timezone.now() + timedelta(days=20)
    do.ask_extension(complaint, by=home.chief, reason="需要核实", until=until)
    assert Request.objects.waiting().get().post == "OFFICE_MANAGER"
    judge(complaint, home, respondent=home.manager)
    assert Request.objects.waiting().get().post == "COMPANY_MANAGER"
    with scope(home.manager):
        assert not Request.objects.filter(case=complaint.pk).exists()


@pytest.mark.parametrize("register", ["complaints", "callbacks"])
def test_the_access_log_does_not_count_what_he_may_not_see(
    home: House, browse: Browse, register: str
) -> None:
    lead_to(take(home, unit=home.upstairs), home, "reply")
    about_the_manager(home)
    for person in (home.supervisor, home.manager):
        response = browse(person).get(f"/{register}/export.xlsx?view=all")
        b"".join(response.streaming_content)
    counted = AccessEntry.objects.filter(act="EXPORT").values_list("rows", flat=True)
    assert list(counted) == [1, 1]


def test_a_print_of_it_stands_in_no_log_of_his(home: House, browse: Browse) -> None:
    complaint = about_the_manager(home)
    browse(home.chief).get(f"{complaint.get_absolute_url()}print/")
    entry = AccessEntry.objects.get(act="PRINT")
    assert entry.subject == complaint.number
    client = browse(home.manager)
    assert (
        complaint.number not in client.get("/admin/audit/accessentry/").content.decode()
    )
    assert client.get(f"/admin/audit/accessentry/{entry.pk}/change/").status_code == 302


def test_the_register_on_paper_that_he_signs_is_without_it(
    home: House, browse: Browse
) -> None:
    other = take(home, unit=home.upstairs)
    about_the_manager(home, "classify")
    paper = browse(home.supervisor).get("/complaints/print/?view=all").content.decode()
    assert other.number in paper
    assert SECRET not in paper


def test_a_run_that_did_only_this_is_no_sign_of_it(home: House, browse: Browse) -> None:
    about_the_manager(home, "transfer")
    chase(timezone.now() + timedelta(days=3))
    Complaint.objects.update(received_at=timezone.now() - timedelta(days=31))
    assert tasks.promote_unsolved() == 1
    runs = {run.job: run.counts for run in Run.objects.all()}
    assert runs == {"workflow.chase": {"sealed": True}, tasks.PROMOTE: {"sealed": True}}
    shown = browse(home.manager).get("/admin/audit/run/").content.decode()
    assert tasks.PROMOTE not in shown
    assert "workflow.chase" not in shown


def test_a_chase_of_both_counts_the_other_one_only(home: House) -> None:
    about_the_manager(home, "transfer")
    alone = take(home, unit=home.upstairs)
    chase(timezone.now() + timedelta(days=3))
    lines = NoticeLine.objects.filter(case=alone.pk, deadline__isnull=False)
    counts = Run.objects.get(job="workflow.chase").counts
    assert counts["deadlines"] == lines.values("deadline").distinct().count() > 0


def test_its_files_answer_like_no_file(home: House, browse: Browse) -> None:
    complaint = about_the_manager(home, "classify")
    file = attach(complaint.register, upload("a.jpg", picture()), by=home.taker)
    absent = "00000000-0000-4000-8000-000000000000"
    client = browse(home.manager)
    for tail in ("", "small/"):
        answers = []
        for name in (str(file.uuid), absent):
            status, text = page(client, f"/files/{name}/{tail}")
            answers.append((status, text.replace(name, "")))
        assert answers[0] == answers[1]
        assert answers[0][0] == 404
    with scope(home.manager):
        assert not Attachment.objects.filter(pk=file.pk).exists()


def test_the_database_keeps_its_callback_from_him(home: House) -> None:
    complaint = about_the_manager(home)
    made = Callback.objects.get(source_case=complaint.pk)
    assert made.number.startswith("GS-HF-")
    with scope(home.manager):
        assert not Callback.objects.exists()
        assert not Candidate.objects.exists()
    with scope(home.chief):
        assert Callback.objects.get() == made


def test_signed_lists_and_samples_lose_it_once_he_is_named(
    home: House, browse: Browse
) -> None:
    others = [take(home, unit=home.upstairs) for _n in range(2)]
    complaint = take(home, content=SECRET)
    duty = on_duty(home, home.taker)
    duty.post = "COMPLAINT_DESK"
    duty.save()
    handover = handovers.give(duty, by=home.taker)
    today = timezone.localdate()
    sample = drawing.draw(
        office=home.office, clause="complaints", since=today, until=today, by=home.chief
    )
    client = browse(home.manager)
    pages = [handover.get_absolute_url(), sample.get_absolute_url()]
    for address in pages:
        assert SECRET in client.get(address).content.decode()

    with scope(home.supervisor):
        judge(complaint, home, respondent=home.manager)
    for address in pages:
        text = client.get(address).content.decode()
        assert SECRET not in text
        assert complaint.number not in text
        assert others[0].number in text
    assert "Drawn again: different" not in client.get(pages[1]).content.decode()
    with scope(home.manager):
        assert HandOverLine.objects.count() == len(others)
        assert InspectionItem.objects.count() == len(others)
    with scope(home.chief):
        assert InspectionItem.objects.count() == len(others) + 1


def test_who_signs_for_it_is_refused_as_if_the_number_were_wrong(
    home: House, browse: Browse
) -> None:
    """What names another case: a hidden number is the same error as a wrong one."""
    hidden = about_the_manager(home, "classify")
    mine = take(home, unit=home.upstairs)
    judge(mine, home)
    helper = hire(home.office, "helper", "CS_SUPERVISOR")
    with pytest.raises(Refused):
        pass_on(hidden, home, home.manager)
    client = browse(home.manager)
    address = f"{mine.get_absolute_url()}merge/"
    answers = {
        client.post(address, {"number": number}).status_code
        for number in (hidden.number, "GS-TS-20260101-0001")
    }
    assert answers == {403}
    assert browse(helper).get(hidden.get_absolute_url()).status_code == 200
