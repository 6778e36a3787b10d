"""A month is drafted by a worker while its page says how far it is (4.8.1)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse
from kombu.exceptions import OperationalError

from fees import tasks
from fees.models import BillRun, Charge
from fees.transitions import billing
from fees.views.bills import REGISTER
from tests.fees.till import Till, priced
from tests.support.people import sign_in

MARCH = date(2026, 3, 1)
pytestmark = pytest.mark.clause("4.8.1")


@pytest.fixture
def two_items(till: Till) -> Till:
    """Two homes for cleaning, one of them also by its area."""
    till.unit.gross_floor_area = Decimal(100)
    till.unit.save()
    for code, price in (("PROPERTY_FEE", "2.00"), ("CLEANING", "8.00")):
        item = till.items.get(code)
        if item is None:
            item = till.items["PROPERTY_FEE"]
            item.pk, item.code, item.name, item.method = None, code, "保洁费", "FIXED"
            item.save(force_insert=True)
        priced(item, price, date(2020, 1, 1), till.finance)
    return till


def ask(till: Till, **more: Any) -> Any:
    """The form is sent; where it leads."""
    facts = {"office": till.house.office.pk, "what": "monthly", "period": "2026-03"}
    return sign_in(till.cashier).post(reverse("fees:bills"), facts | more)


def page_of(till: Till, run: BillRun) -> str:
    """The run's page as the cashier sees it."""
    return (
        sign_in(till.cashier).get(reverse("fees:run", args=[run.pk])).content.decode()
    )


def test_the_worker_drafts_and_the_page_says_how_far(
    two_items: Till,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(tasks.draft_bills, "delay", asked.append)
    with django_capture_on_commit_callbacks(execute=True):
        answer = ask(two_items)
    run = BillRun.objects.get()
    assert (answer["Location"], asked) == (reverse("fees:run", args=[run.pk]), [run.pk])
    page = page_of(two_items, run)
    assert "<progress" in page
    assert 'hx-trigger="every 1s"' in page
    assert "which" not in page
    refused = sign_in(two_items.cashier).post(
        reverse("fees:run-act", args=[run.pk, "publish"]), follow=True
    )
    assert "还在" in refused.content.decode()
    tasks.draft_bills(run.pk)
    page = page_of(two_items, run)
    assert "<progress" not in page
    assert Charge.objects.filter(run=run, posted_at=None).count() == 3


def test_without_a_broker_the_month_is_drafted_at_once(
    two_items: Till,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def gone(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(tasks.draft_bills, "delay", gone)
    with django_capture_on_commit_callbacks(execute=True):
        assert ask(two_items).status_code == 302
    assert BillRun.objects.get().run.counts["lines"] == 3


def test_a_part_is_published_and_the_rest_stays_a_draft(two_items: Till) -> None:
    run = billing.draft_bills(two_items.house.office, MARCH, by=two_items.cashier)
    act = reverse("fees:run-act", args=[run.pk, "publish"])
    client = sign_in(two_items.cashier)
    line = Charge.objects.get(run=run, item__code="CLEANING", unit=two_items.unit)
    nothing = client.post(act, {"which": "ticked"}, follow=True).content.decode()
    assert "勾选" in nothing
    strange = client.post(act, {"which": "ticked", "part": ["x", "9-9-9"]}, follow=True)
    assert "勾选" in strange.content.decode()
    assert not Charge.objects.filter(run=run, posted_at__isnull=False).exists()
    part = f"{line.item_id}-{line.unit.building_id}"
    client.post(act, {"which": "ticked", "part": [part]})
    posted = Charge.objects.filter(run=run, posted_at__isnull=False)
    assert [each.item.code for each in posted] == ["CLEANING", "CLEANING"]
    assert page_of(two_items, run).count('name="part"') == 1
    client.post(act)
    assert not Charge.objects.filter(run=run, posted_at=None).exists()


@pytest.mark.clause("4.8.2")
def test_each_figure_of_the_statistics_opens_its_list(till: Till) -> None:
    till.open()
    priced(till.items["PROPERTY_FEE"], "2.00", date(2026, 1, 1), till.finance)
    till.unit.gross_floor_area = Decimal(100)
    till.unit.save()
    run = billing.draft_bills(till.house.office, date(2026, 1, 1), by=till.cashier)
    billing.publish(run, by=till.cashier)
    till.charge("60.00", item="WATER", period=date(2026, 1, 1), unit=till.upstairs)
    till.pay("50.00")
    client = sign_in(till.house.manager)
    page = client.get("/fees/statistics/?from=2026-01&to=2026-02")
    shown = page.context
    assert sum(rate.billed for rate, _url in shown["items"]) == Decimal("260.00")
    assert sum(rate.settled for rate, _url in shown["items"]) == Decimal("50.00")
    rows = [*shown["items"], *shown["buildings"], *shown["months"]]
    for rate, url in rows:
        assert client.get(url).status_code == 200
        asked = QueryDict(url.partition("?")[2])
        listed = REGISTER.matching(till.house.manager, asked)
        assert sum(line.amount for line in listed) == rate.billed, url
    assert sum(age.owed for age, _url in shown["ages"]) == Decimal("210.00")
