"""Taking a repair at the desk: what is known is filled in (4.2.2)."""

from __future__ import annotations

import pytest

from repairs import transitions as do
from repairs.models import IncidentReport, Repair
from tests.repairs.intake.form import address, refused, said, send
from tests.repairs.stages import done
from tests.repairs.test_life import call
from tests.support.cast import House
from tests.support.homes import live_in
from tests.support.people import sign_in
from tests.support.queries import check, statements

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.2.2")]


def test_the_household_is_filled_in(house: House) -> None:
    live_in(house.unit, "陈雨桐", phone="13800002207")
    live_in(house.unit, "陈德厚", "FAMILY")

    page = sign_in(house.clerk).get(address(house))
    form = page.context["form"]

    assert [words for _, words in form.fields["who"].choices][:2] == [
        "陈雨桐（业主）",
        "陈德厚（家属）",
    ] or len(form.fields["who"].choices) == 3
    assert form["phone"].value() == "13800002207"
    assert 'data-phone="13800002207"' in page.content.decode()


def test_a_known_resident_needs_no_typing(house: House) -> None:
    tie = live_in(house.unit, "陈雨桐", phone="13800002207")

    answer = send(house, who=str(tie.person_id), resident_name="", phone="")

    repair = Repair.objects.get()
    assert answer.headers["Location"] == f"/repairs/{repair.number}/"
    assert repair.resident_name == "陈雨桐"
    assert repair.phone == "13800002207"
    assert repair.register.person == tie.person


@pytest.mark.edge(1)
def test_a_tenant_or_housekeeper_is_taken_with_the_relation(house: House) -> None:
    send(house, resident_name="王阿姨", relation="AGENT")

    assert Repair.objects.get().relation == "AGENT"


def test_register_and_dispatch_in_one_press(house: House) -> None:
    data = said(technician=house.repairer.pk, dispatch="1")
    sign_in(house.clerk).post(address(house), data)

    repair = Repair.objects.get()
    assert repair.status == "DISPATCHED"
    assert repair.technician == house.repairer


def test_dispatching_asks_for_a_repairer(house: House) -> None:
    answer = send(house, dispatch="1")

    assert refused(answer, "technician")
    assert "厨房水管漏水" in answer.content.decode()


def test_a_common_place_needs_no_phone(house: House) -> None:
    data = said(phone="", who="", channel="PATROL", charge_type="COMMON")
    sign_in(house.clerk).post(f"/repairs/new/?place={house.lobby.pk}", data)

    repair = Repair.objects.get()
    assert repair.place == house.lobby
    assert repair.location == "大堂"


def test_a_room_typed_in_full_opens_its_form(house: House) -> None:
    client = sign_in(house.clerk)

    answer = client.get("/repairs/new/?unit=3-1-502")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/repairs/new/?unit={house.unit.code}"

    nothing = client.get("/repairs/new/?unit=没有这户")
    assert nothing.status_code == 200
    assert "没有这户" in nothing.content.decode()


@pytest.mark.edge(16)
def test_a_repeat_is_seen_and_counted(house: House) -> None:
    before = done(house)
    page = sign_in(house.clerk).get(address(house))
    assert before.number in page.content.decode()

    data = said(technician=house.repairer.pk, dispatch="1")
    answer = sign_in(house.clerk).post(address(house), data)
    assert answer.status_code == 200
    assert answer.context["form"].errors["technician"]

    send(house)
    assert Repair.objects.latest("pk").repeats == before


@pytest.mark.edge(14)
def test_an_incident_of_the_building_is_shown_and_counts_the_call(
    house: House,
) -> None:
    incident = call(house, unit=house.upstairs, description="整栋停电", trade="POWER")
    do.declare_incident(incident, by=house.clerk, reason="多户来电")
    client = sign_in(house.clerk)

    page = client.get(address(house)).content.decode()
    link = f"/repairs/{incident.number}/count_report/?unit={house.unit.code}"
    assert link in page

    form = client.get(link)
    assert form.context["form"]["unit"].value() == "3-1-502"
    data = {"unit": "3-1-502", "resident_name": "陈雨桐", "phone": "13800002207"}
    client.post(link, data)
    assert IncidentReport.objects.get().unit == house.unit
    assert Repair.objects.count() == 1


def test_taking_a_repair_costs_what_is_committed(house: House) -> None:
    tie = live_in(house.unit, "陈雨桐", phone="13800002207")
    client = sign_in(house.clerk)
    client.get("/repairs/")
    for _ in range(2):
        data = said(who=str(tie.person_id))
        with statements() as captured:
            answer = client.post(address(house), data)
        assert answer.status_code == 302
    check("repairs:new POST", captured)


def test_the_form_costs_what_is_committed(house: House) -> None:
    live_in(house.unit, "陈雨桐", phone="13800002207")
    call(house)
    client = sign_in(house.clerk)
    client.get(address(house))
    with statements() as captured:
        client.get(address(house))
    check("repairs:new", captured)
