"""Each print is numbered; from the second on the paper says 补打 (4.9)."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from propertyservice.audit.models import AccessEntry
from propertyservice.organisation.scope import scope
from propertyservice.printing.log import record_print
from tests.support.people import hire, make_office

NUMBER = "JX-WX-20260317-0001"


@pytest.mark.django_db
def test_prints_of_one_paper_are_counted_and_those_of_another_are_not():
    office = make_office()
    clerk = hire(office)
    with scope(clerk, offices=[office.pk]):
        facts = {"subject": NUMBER, "by": clerk, "office": office}
        first = record_print(form="task", **facts)
        second = record_print(form="task", **facts)
        other = record_print(form="receipt", **facts)
    assert [each.copy_no for each in (first, second, other)] == [1, 2, 1]
    assert [each.is_reprint for each in (first, second)] == [False, True]
    assert AccessEntry.objects.filter(by=clerk, office=office).count() == 3


def test_two_prints_at_the_same_moment_get_two_numbers(committing_db):
    office = make_office()
    clerk = hire(office)
    numbers: list[int] = []
    together = threading.Barrier(4)

    def take() -> None:
        try:
            together.wait()
            with scope(clerk, offices=[office.pk]):
                paper = record_print(
                    subject=NUMBER, form="task", by=clerk, office=office
                )
                numbers.append(paper.copy_no)
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [1, 2, 3, 4]
