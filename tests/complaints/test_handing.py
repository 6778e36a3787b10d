"""A shift of the complaint desk hands its open complaints over (3.3, 4.6.1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from propertyservice.cases.models import Case
from propertyservice.organisation.models import Staff
from propertyservice.planning import handovers
from propertyservice.planning.models import HandOver
from propertyservice.workflow.moves import Refused
from tests.complaints.steps import judge, pass_on, take
from tests.support.cast import House, hire

pytestmark = [pytest.mark.django_db, pytest.mark.clause("3.3", "4.6.1")]
POST = "COMPLAINT_DESK"


def given(house: House, by: Staff) -> HandOver:
    """What the complaint desk hands over now."""
    duty = handovers.duty_to_give(house.office, POST, by)
    duty.starts_at = timezone.now() - timedelta(hours=8)
    return handovers.give(duty, by=by)


def test_open_complaints_are_listed_and_one_about_somebody_is_not(
    home: House,
) -> None:
    desk = hire(home.office, "complaintdesk", POST)
    listed, about = take(home), take(home)
    Case.objects.filter(pk=about.pk).update(hidden_from=home.repairer)
    numbers = {line.number for line in given(home, desk).lines.all()}
    assert listed.number in numbers
    assert about.number not in numbers


def test_who_may_not_read_complaints_does_not_hand_them_over(home: House) -> None:
    take(home)
    now = timezone.now()
    keys = {
        post: [each.source.key for each in handovers.listed(home.office, post, now)]
        for post in (POST, "TECHNICIAN")
    }
    assert "complaints.open" in keys[POST]
    assert "complaints.open" not in keys["TECHNICIAN"]


def test_a_grave_one_that_is_not_passed_on_blocks_its_desk(home: House) -> None:
    desk = hire(home.office, "complaintdesk", POST)
    minor, grave = take(home), take(home, is_safety=True)
    judge(minor, home)
    judge(grave, home)
    with pytest.raises(Refused, match=grave.number) as refused:
        given(home, desk)
    assert minor.number not in str(refused.value)
    assert not HandOver.objects.exists()
    now = timezone.now()
    others = handovers.listed(home.office, "REPAIR_DESK", now)
    assert not any(each.blocking for each in others), "only the desk can settle it"
    pass_on(grave, home)
    assert grave.number in {line.number for line in given(home, desk).lines.all()}
