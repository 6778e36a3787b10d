"""The task sheet on paper: three copies, numbered, the second print says so (4.2.2)."""

from __future__ import annotations

from typing import Any

import pytest

from propertyservice.audit.models import AccessEntry
from repairs import transitions as do
from repairs.models import Repair
from tests.repairs.stages import done
from tests.repairs.test_life import call
from tests.support.cast import House
from tests.support.people import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.2.2")]


def sheet_of(person: Any, repair: Repair) -> str:
    """The print page as somebody gets it."""
    answer = sign_in(person).get(f"/repairs/{repair.number}/print/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_sheet_has_three_copies_and_what_is_known(house: House) -> None:
    repair = call(house, appointment_at=None)
    do.dispatch(repair, by=house.clerk, technician=house.repairer)

    page = sheet_of(house.clerk, repair)

    assert page.count('<article class="sheet a4">') == 3
    assert repair.sheet is not None
    for words in (repair.number, repair.sheet.task_no, "陈雨桐", "138 0000 2207"):
        assert page.count(words) >= 3
    assert page.count('<svg class="qr"') == 3


def test_before_dispatch_there_is_no_sheet(house: House) -> None:
    repair = call(house)

    page = sign_in(house.clerk).get(f"/repairs/{repair.number}/print/")

    assert page.status_code == 404


def test_each_print_is_counted_and_the_second_says_so(house: House) -> None:
    repair = call(house)
    do.dispatch(repair, by=house.clerk, technician=house.repairer)

    first, second = sheet_of(house.clerk, repair), sheet_of(house.clerk, repair)

    assert first.count('class="mark"') == 0
    assert second.count('class="mark"') == 3
    copies = AccessEntry.objects.filter(act="PRINT").values_list("copy_no", flat=True)
    assert sorted(copies) == [1, 2]


@pytest.mark.edge(10)
def test_a_lost_sheet_is_reissued_with_its_mark(house: House) -> None:
    repair = call(house)
    do.dispatch(repair, by=house.clerk, technician=house.repairer)
    do.reissue(repair, by=house.supervisor, reason="维修员遗失")

    assert sheet_of(house.clerk, repair).count('class="mark"') == 3


def test_finished_work_stands_on_the_sheet(house: House) -> None:
    repair = done(house)

    page = sheet_of(house.clerk, repair)

    assert page.count("换角阀") == 3
    assert page.count("接口老化") == 3
    assert page.count("☑") == 3


def test_several_sheets_are_printed_at_once(house: House) -> None:
    repairs = [call(house), call(house, unit=house.upstairs)]
    for repair in repairs:
        do.dispatch(repair, by=house.clerk, technician=house.repairer)

    answer = sign_in(house.clerk).get(
        "/repairs/sheets/print/", {"pick": [repair.pk for repair in repairs]}
    )

    assert answer.content.decode().count("<article") == 6
