"""The steps a repair's page offers, and what their forms take (4.2.2)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from repairs import transitions as do
from repairs.models import Repair
from tests.files.test_checking import picture
from tests.repairs.case_page.page import names, page_of, take
from tests.repairs.test_life import call
from tests.support.cast import House
from tests.support.people import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.2.2")]


def test_each_person_is_offered_what_he_may_do(house: House) -> None:
    repair = call(house)
    assert names(page_of(house.clerk, repair))[0] == "dispatch"

    do.dispatch(repair, by=house.clerk, technician=house.repairer)
    assert names(page_of(house.repairer, repair))[0] == "accept"
    assert "reassign" in names(page_of(house.maintenance, repair))
    assert "reassign" not in names(page_of(house.clerk, repair))
    assert names(page_of(house.clerk, repair))[-1] == "cancel"


def test_what_is_offered_is_what_the_call_allows(house: House, working: Repair) -> None:
    for person in (house.clerk, house.maintenance, house.repairer, house.supervisor):
        for name in names(page_of(person, working)):
            step = do.BY_NAME[name]
            assert step.refusal(person, working) is None


def test_an_expected_step_that_is_refused_says_why(house: House) -> None:
    repair = call(house, charge_type="PAID", priority="NORMAL")
    do.dispatch(repair, by=house.clerk, technician=house.repairer)
    do.accept(repair, by=house.repairer)
    do.arrive(repair, by=house.repairer)

    page = page_of(house.repairer, repair)

    assert "start" not in names(page)
    assert page.context["acts"].hint


def test_the_whole_life_can_be_clicked_through(house: House) -> None:
    repair = call(house)
    take(house.clerk, repair, "dispatch", technician=house.repairer.pk)
    take(house.repairer, repair, "accept", from_case="1")
    take(house.repairer, repair, "arrive", from_case="1")
    take(
        house.repairer,
        repair,
        "quote",
        price_item="角阀",
        amount="80",
        accepted_by="陈雨桐",
    )
    take(house.repairer, repair, "start", cause="接口老化")
    take(
        house.repairer,
        repair,
        "finish",
        **{
            "result": "REPAIRED",
            "work_done": "换角阀",
            "resident_sign": "陈雨桐",
            "labour_fee": "30",
            "materials-TOTAL_FORMS": "5",
            "materials-INITIAL_FORMS": "0",
            "materials-0-name": "角阀",
            "materials-0-quantity": "2",
            "materials-0-unit_price": "12.50",
        },
    )
    repair.refresh_from_db()
    assert repair.status == "FINISHED"
    assert repair.sheet is not None
    assert str(repair.sheet.total) == "55.00"

    take(house.clerk, repair, "return_sheet", from_case="1")
    take(house.supervisor, repair, "close", from_case="1")

    repair.refresh_from_db()
    assert repair.status == "CLOSED"
    text = page_of(house.clerk, repair).content.decode()
    assert repair.completion_remark in text
    assert "角阀" in text
    assert "55.00" in text


def test_more_than_the_quote_is_refused_and_what_was_typed_stays(
    house: House, working: Repair
) -> None:
    answer = take(
        house.repairer,
        working,
        "finish",
        **{
            "result": "REPAIRED",
            "work_done": "换角阀",
            "resident_sign": "陈雨桐",
            "labour_fee": "500",
            "materials-TOTAL_FORMS": "5",
            "materials-INITIAL_FORMS": "0",
        },
    )

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert "换角阀" in answer.content.decode()
    assert Repair.objects.get().status == "IN_PROGRESS"


def test_a_wrong_material_line_is_marked(house: House, working: Repair) -> None:
    answer = take(
        house.repairer,
        working,
        "finish",
        **{
            "result": "REPAIRED",
            "work_done": "换角阀",
            "resident_sign": "陈雨桐",
            "materials-TOTAL_FORMS": "5",
            "materials-INITIAL_FORMS": "0",
            "materials-0-name": "角阀",
            "materials-0-quantity": "-3",
            "materials-0-unit_price": "NaN",
        },
    )

    lines = answer.context["materials"]
    assert answer.status_code == 200
    assert set(lines.errors[0]) == {"quantity", "unit_price"}
    assert Repair.objects.get().status == "IN_PROGRESS"


def test_a_forged_row_count_is_no_error_page(house: House, working: Repair) -> None:
    for total in ("x", "", "999999", "-1"):
        answer = take(
            house.repairer,
            working,
            "finish",
            **{"result": "REPAIRED", "materials-TOTAL_FORMS": total},
        )
        assert answer.status_code == 200


def test_the_second_of_two_who_press_reads_a_sentence(house: House) -> None:
    repair = call(house)
    do.dispatch(repair, by=house.clerk, technician=house.repairer)

    form = take(house.clerk, repair, "dispatch", technician=house.colleague.pk)

    assert form.status_code == 200
    assert str(house.clerk) in " ".join(form.context["form"].non_field_errors())
    repair.refresh_from_db()
    assert repair.technician == house.repairer


def test_the_second_press_of_a_button_says_so_on_the_case(house: House) -> None:
    repair = call(house)
    do.dispatch(repair, by=house.clerk, technician=house.repairer)
    client = sign_in(house.repairer)
    address = f"/repairs/{repair.number}/accept/"
    client.post(address, {"from_case": "1"})

    page = client.post(address, {"from_case": "1"}, follow=True)

    said = [str(message) for message in page.context["messages"]]
    assert any(str(house.repairer) in words for words in said)
    assert repair.register.steps.filter(name="accept").count() == 1


@pytest.mark.parametrize(
    "at", ["1970-01-01T00:00", "2999-01-01T00:00", "9999-12-31T23:59", "morgen"]
)
def test_absurd_times_of_a_step_are_refused(house: House, at: str) -> None:
    repair = call(house)
    do.dispatch(repair, by=house.clerk, technician=house.repairer)

    answer = take(house.repairer, repair, "accept", occurred_at=at)

    assert answer.context["form"].errors["occurred_at"]


@pytest.mark.edge(11)
def test_what_happened_last_night_is_entered_with_its_time(house: House) -> None:
    begun = timezone.now() - timedelta(hours=5)
    repair = do.report(
        do.Request(
            office=house.office,
            unit=house.unit,
            resident_name="陈雨桐",
            relation="OWNER",
            phone="13800002207",
            description="漏水",
            trade="WATER",
        ),
        by=house.clerk,
        at=begun,
    )
    do.dispatch(
        repair,
        by=house.clerk,
        technician=house.repairer,
        at=begun + timedelta(minutes=5),
    )
    at = timezone.localtime(begun + timedelta(minutes=12))

    take(house.repairer, repair, "accept", occurred_at=f"{at:%Y-%m-%dT%H:%M}")

    step = repair.register.steps.get(name="accept")
    assert abs((step.occurred_at - at).total_seconds()) < 60
    assert step.recorded_at > step.occurred_at


@pytest.mark.edge(9)
def test_a_resident_who_won_t_sign_needs_photo_reason_and_supervisor(
    house: House, working: Repair
) -> None:
    data = {
        "result": "REPAIRED",
        "work_done": "换角阀",
        "reason": "住户拒签",
        "materials-TOTAL_FORMS": "5",
        "materials-INITIAL_FORMS": "0",
    }
    bare = take(house.repairer, working, "ask_unsigned", **data)
    assert bare.context["form"].errors["photos"]

    photo = SimpleUploadedFile("done.jpg", picture(), "image/jpeg")
    take(house.repairer, working, "ask_unsigned", **data, photos=photo)

    page = page_of(house.clerk, working)
    assert page.context["waiting"]
    assert working.register.requests.count() == 1
