"""Several complaints at once, late ones passed on in two clicks, found by words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from complaints.models import Complaint, Level, Status
from propertyservice.cases.models import Step
from propertyservice.organisation.scope import scope
from tests.complaints.steps import judge, lead_to, pass_on, take
from tests.complaints.test_hidden import SECRET
from tests.support.cast import House
from tests.support.queries import costs, statements
from tests.workbench.conftest import Browse, browse

__all__ = ["browse"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.6.1")]


def ticked(*complaints: Complaint) -> dict[str, list[str]]:
    """The ticks as the list sends them."""
    return {"pick": [str(each.pk) for each in complaints]}


def test_nothing_happens_before_the_preview_is_confirmed(
    home: House, browse: Browse
) -> None:
    one, other = take(home), take(home, unit=home.upstairs)
    ended = lead_to(take(home), home, "close")
    client = browse(home.taker)
    page = client.get("/complaints/chase/", ticked(one, other, ended))
    text = page.content.decode()
    assert page.context["count"] == 2
    assert all(each.number in text for each in (one, other, ended))
    assert not Step.objects.filter(name="chase").exists()
    client.post("/complaints/chase/", ticked(one, other, ended))
    chased = Step.objects.filter(name="chase").values_list("case", flat=True)
    assert sorted(chased) == sorted([one.pk, other.pk])


def test_ticked_ones_go_to_one_department(home: House, browse: Browse) -> None:
    fresh, had = take(home), take(home, unit=home.upstairs)
    for each in (fresh, had):
        judge(each, home)
    pass_on(had, home, home.supervisor)
    client = browse(home.taker)
    asked = {
        **ticked(fresh, had),
        "department": home.extra["REPAIRS"].pk,
        "handler": home.maintenance.pk,
        "reason": "归口维修部",
    }
    missing = client.post("/complaints/transfer/", {**asked, "handler": ""})
    assert "归口维修部" in missing.content.decode()
    client.post("/complaints/transfer/", asked)
    for each in (fresh, had):
        each.refresh_from_db()
        assert (each.status, each.handler) == (Status.TRANSFERRED, home.maintenance)


def test_only_what_is_settled_is_closed(home: House, browse: Browse) -> None:
    settled = lead_to(take(home), home, "called_back")
    uncalled = lead_to(take(home, unit=home.upstairs), home, "reply")
    serious = lead_to(take(home, level=Level.IMPORTANT), home, "called_back")
    client = browse(home.supervisor)
    page = client.get("/complaints/close/", ticked(settled, uncalled, serious))
    refused = {row["name"]: bool(row["refusal"]) for row in page.context["rows"]}
    assert refused == {
        settled.number: False,
        uncalled.number: True,
        serious.number: True,
    }
    client.post("/complaints/close/", ticked(settled, uncalled, serious))
    closed = Complaint.objects.filter(status=Status.CLOSED)
    assert list(closed) == [settled]


@pytest.mark.parametrize("name", ["chase", "transfer", "close"])
def test_the_preview_costs_as_much_for_many(
    home: House, browse: Browse, name: str
) -> None:
    made = [lead_to(take(home), home, "called_back") for _n in range(4)]
    client = browse(home.supervisor)
    address = f"/complaints/{name}/?pick="
    for rows in (made[:1], made):
        asked = address + "&pick=".join(str(each.pk) for each in rows)
        costs(f"complaints:bulk-{name}", lambda asked=asked: client.get(asked))


def test_a_hidden_one_can_not_be_ticked(home: House, browse: Browse) -> None:
    about = take(home, respondent=home.manager, content=SECRET)
    page = browse(home.manager).get("/complaints/chase/", ticked(about))
    assert page.context["rows"] == []
    browse(home.manager).post("/complaints/chase/", ticked(about))
    assert not Step.objects.filter(name="chase").exists()


def late(house: House) -> Complaint:
    """Passed on a week ago, and nothing came of it."""
    complaint = take(house, at=timezone.now() - timedelta(hours=20))
    judge(complaint, house)
    pass_on(complaint, house)
    complaint.register.deadlines.filter(state="RUNNING").update(
        due_at=timezone.now() - timedelta(hours=1)
    )
    return complaint


def give_up(client: Client, complaint: Complaint, person: int) -> None:
    """The two clicks: “reassign” on the list, and the person's button."""
    assert f"/late/{complaint.number}/" in client.get("/late/").content.decode()
    page = client.get(f"/late/{complaint.number}/")
    assert f'value="{person}"' in page.content.decode()
    client.post(f"/late/{complaint.number}/", {"person": person, "reason": "已超时"})


@pytest.mark.clause("3.2")
def test_a_late_one_is_passed_on_in_two_clicks(home: House, browse: Browse) -> None:
    complaint = late(home)
    give_up(browse(home.supervisor), complaint, home.manager.pk)
    complaint.refresh_from_db()
    assert (complaint.handler, complaint.department) == (
        home.manager,
        home.extra["OFFICE"],
    )
    assert complaint.status == Status.TRANSFERRED
    assert complaint.signed_at is None
    assert Step.objects.get(name="retransfer").reason == "已超时"


@pytest.mark.clause("3.2")
@pytest.mark.edge(26)
def test_it_is_never_offered_to_whom_it_is_about(home: House, browse: Browse) -> None:
    complaint = take(home, respondent=home.manager, content=SECRET)
    judge(complaint, home)
    pass_on(complaint, home)
    page = browse(home.chief).get(f"/late/{complaint.number}/").content.decode()
    assert f'value="{home.supervisor.pk}"' in page
    assert f'value="{home.manager.pk}"' not in page


@pytest.mark.clause("3.2")
def test_what_is_past_passing_on_says_so(home: House, browse: Browse) -> None:
    complaint = lead_to(take(home), home, "implement")
    page = browse(home.supervisor).get(f"/late/{complaint.number}/")
    assert page.context["refusal"]
    assert not page.context["choices"]


def test_the_one_box_finds_it_by_its_words(home: House, browse: Browse) -> None:
    complaint = take(home, content="地下车库照明坏了一个月")
    take(home, content="地下车库积水")
    text = browse(home.taker).get("/search/?q=车库").content.decode()
    assert complaint.get_absolute_url() in text
    only = browse(home.taker).get("/search/?q=照明")
    assert only.url == complaint.get_absolute_url()


@pytest.mark.edge(26)
def test_the_one_box_never_finds_what_is_about_its_reader(
    home: House, browse: Browse
) -> None:
    address = "/search/?q=辱骂"
    client = browse(home.manager)
    answers = []
    for _there in (False, True):
        client.get(address)
        with statements() as captured:
            page = client.get(address).content.decode()
        assert SECRET not in page
        answers.append(len(captured))
        with scope(home.taker):
            take(home, respondent=home.manager, content=SECRET)
    assert answers[0] == answers[1]
    assert SECRET in browse(home.supervisor).get(address, follow=True).content.decode()
