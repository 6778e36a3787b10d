"""Every deadline can explain itself (4.2.1)."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

from propertyservice.workflow import explain
from propertyservice.workflow.why import explanation
from repairs.models import Repair
from tests.repairs.test_life import call
from tests.support.cast import House

pytestmark = pytest.mark.django_db


@pytest.mark.clause("4.2.1")
def test_a_deadline_says_its_rule_its_clock_and_who_is_chased(house: House) -> None:
    repair = Repair.objects.get(pk=call(house).pk)
    arrive = repair.register.deadlines.get(kind="repairs.arrive_urgent")
    now = timezone.now()
    with translation.override("en"):
        facts = explanation(arrive, repair.register, repair.register.pauses.all(), now)
        said = "\n".join(explain.lines(facts, now))

    assert "Arrive at an emergency: within 30 min" in said
    assert "N4" in said
    assert "Repair desk" in said
    assert "Office manager" in said
