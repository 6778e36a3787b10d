"""The pages of complaints as their readers use them (4.6.3)."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from complaints.models import Complainant, Complaint, Status
from propertyservice.approvals.models import Request
from propertyservice.organisation.scope import scope
from tests.complaints.steps import lead_to, take
from tests.support.cast import House
from tests.support.queries import costs
from tests.workbench.conftest import Browse, browse

__all__ = ["browse"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.6.3")]


def filled(**more: str) -> dict[str, str]:
    """What the desk types while somebody complains."""
    said = {
        "content": "电梯厅连续三天没有打扫",
        "demand": "每天清扫",
        "category": "CLEANING",
        "level": "MINOR",
        "who": "other",
        "name": "陈雨桐",
        "phone": "13800002207",
        "channel": "PHONE",
        "accepted": "on",
    }
    return {**said, **more}


def new(home: House) -> str:
    """The address of the intake form of 3-1-502."""
    return f"{reverse('complaints:new')}?unit={home.unit.code}"


def test_the_desk_takes_a_complaint_and_lands_on_its_page(
    home: House, browse: Browse
) -> None:
    client = browse(home.taker)
    response = client.post(new(home), filled(), follow=True)
    complaint = Complaint.objects.get()
    assert response.redirect_chain[-1][0] == complaint.get_absolute_url()
    assert complaint.number in response.content.decode()
    assert complaint.location == home.unit.label


def test_a_double_click_is_one_complaint(home: House, browse: Browse) -> None:
    client = browse(home.taker)
    key = {"once_key": "6f1d3a52-2f42-4f0b-9f5e-111111111111"}
    for _press in range(2):
        assert client.post(new(home), filled(**key)).status_code == 302
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"content": ""}, "content"),
        ({"phone": "1380000"}, "phone"),
        ({"name": ""}, "name"),
        ({"category": "XYZ"}, "category"),
        ({"external_due_at": "2020-01-01T10:00"}, "external_due_at"),
    ],
)
def test_what_was_typed_survives_an_error_at_its_field(
    home: House, browse: Browse, wrong: dict[str, str], field: str
) -> None:
    response = browse(home.taker).post(new(home), filled(**wrong, remark="电梯旁"))
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert "电梯旁" in response.content.decode()
    assert not Complaint.objects.exists()


@pytest.mark.edge(25)
def test_an_anonymous_one_is_taken_without_name_and_room(
    home: House, browse: Browse
) -> None:
    client = browse(home.taker)
    address = f"{reverse('complaints:new')}?office={home.office.code}"
    assert client.post(address, filled(who="anonymous")).status_code == 302
    person = Complainant.objects.get()
    assert (person.name, person.phone, person.is_anonymous) == ("", "", True)


def test_thirty_lines_become_thirty_complainants(home: House, browse: Browse) -> None:
    complaint = take(home)
    client = browse(home.taker)
    address = f"{complaint.get_absolute_url()}add_complainants/"
    bad = client.post(address, {"people": "3-1-602 王芳"})
    assert "第 1 行" in bad.content.decode()
    lines = "\n".join(f"3-1-{n} 业主{n} 138000022{n:02d}" for n in range(1, 30))
    assert client.post(address, {"people": lines}).status_code == 302
    assert Complainant.objects.count() == 30


def test_the_whole_road_by_pages(home: House, browse: Browse) -> None:
    """Desk, supervisor, head of department, queue, desk: each by his own form."""
    client: Client = browse(home.taker)
    client.post(new(home), filled())
    complaint = Complaint.objects.get()
    at = complaint.get_absolute_url()
    boss = browse(home.supervisor)
    said = {"level": "MINOR", "category": "CLEANING", "validity": "VALID"}
    assert boss.post(f"{at}classify/", said).status_code == 302
    given = {
        "department": home.extra["REPAIRS"].pk,
        "handler": home.maintenance.pk,
    }
    assert client.post(f"{at}transfer/", given).status_code == 302
    head = browse(home.maintenance)
    for step in ("sign", "investigate"):
        assert head.post(f"{at}{step}/", {"from_case": "1"}).status_code == 302
    plan = {
        "investigation": "保洁员请假",
        "proposal": "安排顶班",
        "proposed_on": "2099-01-01",
    }
    assert head.post(f"{at}propose/", plan).status_code == 302
    with scope(home.supervisor):
        request = Request.objects.get()
    assert boss.post(f"/queue/{request.pk}/approve/", {}).status_code == 302
    assert head.post(f"{at}implement/", {"from_case": "1"}).status_code == 302
    assert head.post(f"{at}finish/", {"outcome": "已清扫"}).status_code == 302
    told = {"method": "PHONE", "words": "已清扫", "opinion": "SATISFIED"}
    assert client.post(f"{at}reply/", told).status_code == 302
    complaint.refresh_from_db()
    assert (complaint.status, complaint.opinion) == (Status.REPLIED, "SATISFIED")


def test_excel_and_paper_carry_the_columns_of_the_form(
    home: House, browse: Browse
) -> None:
    complaint = lead_to(take(home), home, "close")
    client = browse(home.supervisor)
    file = client.get(f"{reverse('complaints:export')}?view=all")
    sheet = load_workbook(BytesIO(b"".join(file.streaming_content))).active
    heads = [cell.value for cell in next(sheet.iter_rows(max_row=1))]
    for head in ("投诉编号", "被投诉人", "等级", "调查情况", "纠正预防措施"):
        assert head in heads
    paper = client.get(reverse("complaints:print", args=[complaint.number]))
    text = paper.content.decode()
    for words in ("业主投诉记录表", "责任部门主管", "投诉人意见", complaint.number):
        assert words in text


def test_serious_ones_are_signed_further_up(home: House, browse: Browse) -> None:
    client = browse(home.supervisor)
    signs = {}
    for level in ("MINOR", "IMPORTANT", "CRITICAL"):
        with scope(home.supervisor):
            complaint = take(home, level=level)
        paper = client.get(reverse("complaints:print", args=[complaint.number]))
        text = paper.content.decode()
        signs[level] = ("管理处经理" in text, "公司领导" in text)
    assert signs == {
        "MINOR": (False, False),
        "IMPORTANT": (True, False),
        "CRITICAL": (True, True),
    }


def test_a_page_costs_the_same_for_one_complaint_and_for_many(
    home: House, browse: Browse
) -> None:
    first = take(home)
    client = browse(home.supervisor)
    costs("complaints:list", lambda: client.get(reverse("complaints:list")))
    costs("complaints:detail", lambda: client.get(first.get_absolute_url()))
    with scope(home.supervisor):
        for _n in range(6):
            take(home, unit=home.upstairs)
    costs("complaints:list", lambda: client.get(reverse("complaints:list")))


@pytest.mark.edge(26)
def test_somebody_whose_name_nobody_knows_is_numbered_apart(
    home: House, browse: Browse
) -> None:
    client = browse(home.taker)
    assert 'name="about_staff"' in client.get(new(home)).content.decode()
    client.post(new(home), filled(about_staff="on"))
    assert Complaint.objects.get().number.startswith("GS-TS-")
