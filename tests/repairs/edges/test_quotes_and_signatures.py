"""Who pays, who signs, what happens to the paper (edge cases of RULES 5)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from propertyservice.approvals import requests
from propertyservice.approvals.models import Request
from propertyservice.workflow.transitions import Refused
from repairs import transitions as do
from repairs.models import Repair, Status
from tests.repairs.stages import at_work, deadline, done, on_site, photo
from tests.repairs.test_life import call
from tests.support.cast import House

pytestmark = pytest.mark.django_db


@pytest.mark.edge(1)
def test_a_tenant_may_report_and_pays_only_after_consent(house: House) -> None:
    repair = on_site(house, relation="TENANT", charge_type="PAID")

    assert repair.relation == "TENANT"
    with pytest.raises(Refused, match="."):
        do.start(repair, by=house.repairer, cause="龙头坏")
    do.quote(
        repair,
        by=house.repairer,
        price_item="换龙头",
        amount=Decimal("80"),
        accepted_by="业主 林致远（电话）",
    )
    do.start(repair, by=house.repairer, cause="龙头坏")
    assert repair.status == Status.IN_PROGRESS


@pytest.mark.edge(2)
def test_an_owner_in_arrears_is_served_and_the_desk_sees_no_arrears(
    house: House, client: Client
) -> None:
    client.force_login(house.clerk, "propertyservice.organisation.auth.RightsBackend")
    household = client.get(house.unit.get_absolute_url())
    form = client.get(f"/repairs/new/?unit={house.unit.code}")

    assert (household.status_code, form.status_code) == (200, 200)
    for page in (household, form):
        assert "欠费" not in page.content.decode()
    assert call(house).status == Status.REGISTERED


@pytest.mark.edge(8)
def test_a_refused_quote_closes_without_charge(house: House) -> None:
    repair = on_site(house)
    do.refuse_quote(repair, by=house.repairer, reason="嫌贵")
    assert repair.status == Status.CLOSED
    assert repair.sheet is not None
    assert repair.sheet.result == "NO_CHARGE_QUOTE_REFUSED"
    assert repair.sheet.total in (0, None) or repair.sheet.labour_fee == 0


@pytest.mark.edge(9)
def test_a_resident_who_will_not_sign_needs_photo_and_both_signatures(
    house: House,
) -> None:
    repair = at_work(house)
    with pytest.raises(Refused) as no_photo:
        do.ask_unsigned(
            repair,
            by=house.repairer,
            reason="住户拒签",
            result="REPAIRED",
            work_done="换角阀",
        )
    assert no_photo.value.code == "photo"
    do.ask_unsigned(
        repair,
        by=house.repairer,
        reason="住户拒签",
        result="REPAIRED",
        work_done="换角阀",
        photos=[photo()],
    )
    handed_in = timezone.now()
    request = Request.objects.get()
    with pytest.raises(Exception, match="."):
        requests.decide(request, by=house.repairer, approve=True)
    requests.decide(request, by=house.maintenance, approve=True)
    repair = Repair.objects.get(pk=repair.pk)
    assert repair.status == Status.FINISHED_UNSIGNED
    assert repair.sheet is not None
    assert repair.sheet.inspector == house.maintenance
    assert repair.finished_at is not None
    assert abs(repair.finished_at - handed_in) < timedelta(minutes=1)
    assert deadline(repair, "finish").state == "MET"


@pytest.mark.edge(10)
def test_a_lost_sheet_is_reissued_and_the_remark_waits(house: House) -> None:
    repair = done(house)
    with pytest.raises(Exception, match="."):
        do.reissue(repair, by=house.clerk, reason="丢失")
    do.reissue(repair, by=house.supervisor, reason="雨中丢失")
    assert repair.sheet is not None
    assert repair.sheet.reissued == 1
    assert repair.completion_remark == ""
    do.return_sheet(repair, by=house.clerk)
    assert repair.completion_remark != ""
