"""For whom a complaint is about it does not exist, whatever he tries (edge case 26).

The attacker is the office's manager: he may see the register, decide, export, read the
statistics, the history, the access log and the administration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from complaints import tasks
from complaints import transitions as do
from complaints.models import Complaint, Level
from propertyservice.approvals.models import Request
from propertyservice.cases.models import Case, Step
from propertyservice.cases.search import find_by_number, matching_ids
from propertyservice.organisation.models import Staff
from propertyservice.organisation.scope import scope
from propertyservice.workflow.chasing import chase
from propertyservice.workflow.models import Deadline, Notice
from propertyservice.workflow.transitions import Refused
from tests.complaints.steps import judge, lead_to, pass_on, propose, said, take
from tests.support.cast import House
from tests.support.queries import statements
from tests.workbench.conftest import Browse, browse

__all__ = ["browse"]
pytestmark = [pytest.mark.django_db, pytest.mark.edge(26), pytest.mark.clause("4.6.1")]

SECRET = "经理在收费处辱骂业主"
ADDRESSES = [
    "/",
    "/todo/",
    "/queue/",
    "/notices/",
    "/reports/",
    "/reports/complaints/",
    "/reports/complaints-level/",
    "/cases/",
    "/cases/?view=all",
    "/complaints/",
    "/complaints/?view=all",
    "/complaints/?view=all&level=CRITICAL",
    "/complaints/?view=late",
    "/complaints/?q=辱骂",
    "/search/?q=辱骂",
    "/units/JX-3-1-502/",
    "/admin/cases/case/",
    "/admin/cases/caseevent/",
    "/admin/complaints/complaintevent/",
    "/admin/complaints/complainantevent/",
    "/admin/workflow/deadlineevent/",
    "/admin/approvals/requestevent/",
    "/admin/audit/run/",
]
CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]+"|data-csrf="[^"]+"|"X-CSRFToken": "[^"]+"'
    r'|csrf[^"]*"[^"]*"[A-Za-z0-9]{64}"|[A-Za-z0-9]{64}|\d\d:\d\d(:\d\d)?'
    r'|name="once_key" value="[^"]+"'
)


def page(client: Client, address: str) -> tuple[int, str]:
    """Status and text of a page, without what differs between any two requests."""
    response = client.get(address)
    return response.status_code, CHANGING.sub("", response.content.decode())


def whole_life(house: House) -> Complaint:
    """A complaint about the manager, led to its end by those above him."""
    complaint = take(
        house, respondent=house.manager, content=SECRET, level=Level.IMPORTANT
    )
    judge(complaint, house, level=Level.IMPORTANT)
    pass_on(complaint, house)
    return complaint


@pytest.fixture
def stopped() -> Iterator[None]:
    """Time stands still, so that no countdown tells two pages apart."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.mark.usefixtures("stopped")
def test_every_page_of_the_manager_stays_as_it_was(home: House, browse: Browse) -> None:
    take(home, unit=home.upstairs)
    client = browse(home.manager)
    for address in ADDRESSES:
        client.get(address)
    before = {address: page(client, address) for address in ADDRESSES}
    assert [
        a for a, (status, _text) in before.items() if status not in (200, 302)
    ] == []

    with scope(offices=[home.office.pk]):
        complaint = whole_life(home)
        do.sign(complaint, by=home.maintenance)
        do.investigate(complaint, by=home.maintenance)
        propose(complaint)
    boss = browse(home.chief)
    assert (
        boss.get(reverse("complaints:print", args=[complaint.number])).status_code
        == 200
    )
    assert SECRET in boss.get("/complaints/").content.decode()

    for address in ADDRESSES:
        assert page(client, address) == before[address], address


def test_a_hidden_number_answers_like_one_that_is_not_there(
    home: House, browse: Browse
) -> None:
    complaint = whole_life(home)
    absent = re.sub(r"\d{4}$", "9999", complaint.number)
    client = browse(home.manager)
    for tail in ("", "print/", "classify/", "contact/", "changes/1/", "nonsense/"):
        texts = []
        for number in (complaint.number, absent):
            status, text = page(client, f"/complaints/{number}/{tail}")
            assert status == 404, tail
            texts.append(text.replace(number, ""))
        assert texts[0] == texts[1], tail
    for tail in ("classify/", "photos/"):
        answers = [
            client.post(f"/complaints/{number}/{tail}", {"level": "MINOR"}).status_code
            for number in (complaint.number, absent)
        ]
        assert answers == [404, 404]
    into = take(home, unit=home.upstairs)
    answers = [
        page_of_post(browse(home.supervisor), into, number).replace(number, "")
        for number in (absent, "XX-TS-20260101-0001")
    ]
    assert answers[0] == answers[1]


def page_of_post(client: Client, complaint: Complaint, number: str) -> str:
    """What merging into a number that does not exist says."""
    address = f"{complaint.get_absolute_url()}merge/"
    text = client.post(address, {"number": number}).content.decode()
    return CHANGING.sub("", text)


def test_as_many_statements_whether_it_is_there_or_not(
    home: House, browse: Browse
) -> None:
    """No timing by the count of statements: the two lookups are the same one."""
    complaint = whole_life(home)
    absent = re.sub(r"\d{4}$", "9999", complaint.number)
    client = browse(home.manager)
    client.get(f"/complaints/{absent}/")
    costs = []
    for number in (complaint.number, absent):
        with statements() as captured:
            client.get(f"/complaints/{number}/")
        costs.append(len(captured))
    assert costs[0] == costs[1] > 0


def test_the_offices_numbers_show_no_gap(home: House) -> None:
    first = take(home)
    hidden = whole_life(home)
    second = take(home, unit=home.upstairs)
    assert (first.number[-4:], second.number[-4:]) == ("0001", "0002")
    assert hidden.number.startswith("GS-TS-")
    do.sign(hidden, by=home.maintenance)
    do.investigate(hidden, by=home.maintenance)
    propose(hidden)
    assert Request.objects.get(case=hidden.pk).number.startswith("GS-SP-")


def test_search_counts_and_excel_leave_it_out(home: House, browse: Browse) -> None:
    complaint = whole_life(home)
    with scope(home.manager):
        assert find_by_number(home.manager, complaint.number) == []
        found = matching_ids(home.manager, "complaints", "辱骂")
        seen = Complaint.objects.visible_to(home.manager)
        assert not seen.filter(pk__in=found).exists()
    client = browse(home.manager)
    file = client.get("/complaints/export.xlsx?view=all")
    sheet = load_workbook(BytesIO(b"".join(file.streaming_content))).active
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert SECRET not in cells
    assert complaint.number not in cells


def test_the_database_itself_keeps_it_from_him(home: House) -> None:
    """The second wall: even a query without ``visible_to`` finds nothing."""
    complaint = whole_life(home)
    with scope(home.manager):
        assert not Case.objects.filter(pk=complaint.pk).exists()
        assert not Complaint.objects.filter(pk=complaint.pk).exists()
        assert not Step.objects.filter(case=complaint.pk).exists()
        assert not Deadline.objects.filter(case=complaint.pk).exists()
        assert not Case.events.rel.related_model.objects.filter(
            pgh_obj=complaint.pk
        ).exists()
    with scope(home.chief):
        assert Case.objects.filter(pk=complaint.pk).exists()
        assert Step.objects.filter(case=complaint.pk).exists()


def test_nobody_tells_him(home: House) -> None:
    """Neither intake nor classification, neither chase nor promotion."""
    complaint = whole_life(home)
    later = timezone.now() + timedelta(days=5)
    chase(later)
    Complaint.objects.filter(pk=complaint.pk).update(
        received_at=timezone.now() - timedelta(days=31)
    )
    assert tasks.promote_unsolved() == 1
    told = Notice.objects.filter(lines__case=complaint.pk)
    people = {notice.recipient_id for notice in told}
    assert home.manager.pk not in people
    assert home.chief.pk in people
    assert tasks.Run.objects.get(job=tasks.PROMOTE).counts == {"sealed": True}


def test_it_is_decided_and_closed_above_him(home: House) -> None:
    for head in (home.manager, home.supervisor):
        complaint = take(home, respondent=head, content=SECRET)
        assert complaint.goes_above
        assert complaint.register.holder_post == "COMPANY_MANAGER"
        running = Deadline.objects.filter(case=complaint.pk, state="RUNNING")
        assert set(running.values_list("supervisor_post", "manager_post")) == {
            ("COMPANY_MANAGER", "COMPANY_MANAGER")
        }
        lead_to(complaint, home, "close")
        assert complaint.approver == complaint.closer == home.chief


def test_a_supervisor_does_not_classify_what_goes_above(home: House) -> None:
    complaint = take(home, respondent=home.manager, content=SECRET)
    with pytest.raises(Refused):
        do.classify(
            complaint,
            by=home.supervisor,
            level="MINOR",
            category="SERVICE",
            validity="VALID",
        )


def test_who_is_complained_about_never_handles_it(home: House) -> None:
    complaint = take(home, respondent=home.maintenance, content="维修主管态度差")
    assert not complaint.goes_above
    judge(complaint, home)
    with pytest.raises(Refused):
        pass_on(complaint, home, home.maintenance)
    pass_on(complaint, home, home.supervisor)
    assert home.maintenance not in {
        notice.recipient for notice in Notice.objects.filter(lines__case=complaint.pk)
    }


def test_nobody_takes_or_names_a_complaint_about_himself(home: House) -> None:
    with pytest.raises(Refused):
        do.receive(said(home, respondent=home.taker), by=home.taker)
    complaint = take(home)
    with pytest.raises(Refused):
        judge(complaint, home, respondent=home.supervisor)


def test_a_name_found_later_hides_it_from_then_on(home: House, browse: Browse) -> None:
    complaint = take(home, level=Level.IMPORTANT)
    judge(complaint, home, level=Level.IMPORTANT)
    client = browse(home.manager)
    assert client.get(complaint.get_absolute_url()).status_code == 200
    assert complaint.number in client.get("/notices/").content.decode()
    with scope(home.supervisor):
        judge(complaint, home, level=Level.IMPORTANT, respondent=home.manager)
    assert complaint.goes_above
    manager = Staff.objects.get(pk=home.manager.pk)
    client = browse(manager)
    assert client.get(complaint.get_absolute_url()).status_code == 404
    assert complaint.number not in client.get("/notices/").content.decode()
