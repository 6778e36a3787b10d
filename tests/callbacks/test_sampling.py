"""The draw: the rate is met, nothing that must not be called, nothing that must lost.

RULES 2.2. A naive reading in Python stands against the statement.
"""

from __future__ import annotations

import itertools
import math
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callbacks.models import Candidate, DoNotCall, Sampling
from callbacks.rules.quota import Item, key_of, next_ones, quotas, wanted
from callbacks.transitions.sampling import night, recount
from callbacks.transitions.sampling.drawing import draw
from propertyservice.cases.opening import open_case
from tests.support.cast import House

pytestmark = pytest.mark.django_db

RATES = st.sampled_from(["0.1", "0.3", "0.5", "1"])
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "person": st.integers(0, 2),
            "trade": st.sampled_from(["WATER", "POWER"]),
            "opens": st.sampled_from([-5, 3]),
            "until": st.sampled_from([-1, 2, 7]),
            "excluded": st.sampled_from(["", "", "", "NO_REPORTER"]),
            "no_calls": st.booleans(),
        }
    ),
    min_size=1,
    max_size=25,
)
_months = itertools.count()
FEW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def enter(
    house: House,
    rows: list[dict[str, Any]],
    rate: str,
    label: str = "",
    source: str = "REPAIR",
) -> Sampling:
    """A population of its own, written as it would be announced.

    A row may carry a ``rate`` of its own: the rule changed within the month.
    """
    now = timezone.now()
    people = [house.repairer, house.colleague, None]
    sampling = Sampling.objects.create(
        office=house.office,
        source=source,
        month=date(2030 + next(_months), 1, 1),
        seed="00112233aabbccdd",
    )
    for n, row in enumerate(rows):
        case = open_case(
            clause="repairs",
            kind="BX",
            office=house.office,
            title=f"第 {n} 件",
            opened_at=now,
            holder_post="REPAIR_DESK",
            unit=house.upstairs if row.get("no_calls") else house.unit,
        )
        opens = now + timedelta(days=row.get("opens", -1))
        until = max(now + timedelta(days=row.get("until", 7)), opens + timedelta(1))
        Candidate.objects.create(
            office=house.office,
            sampling=sampling,
            source=source,
            case=case,
            reference=f"T-{label or sampling.pk}-{n}",
            rated=people[row.get("person", 0)],
            trade=row.get("trade", "WATER"),
            caller_post="CALLBACK_STAFF",
            rule_key=f"callback.plan.{source}",
            rate=Decimal(row.get("rate", rate)),
            days=7,
            arose_at=now,
            opens_at=opens,
            until=until,
            month=sampling.month,
            excluded=row.get("excluded", ""),
        )
    return sampling


def wish_no_calls(house: House) -> None:
    """The household upstairs asked not to be called."""
    DoNotCall.objects.get_or_create(
        office=house.office,
        unit=house.upstairs,
        until=None,
        defaults={"words": "不要打电话", "noted_by": house.supervisor},
    )


@FEW
@given(rows=ROWS, rate=RATES)
def test_the_sample_meets_the_rate_and_calls_nobody_it_must_not(
    house: House, rows: list[dict[str, Any]], rate: str
) -> None:
    sampling = enter(house, rows, rate)
    wish_no_calls(house)
    draw(house.office, [sampling.pk])
    base = sampling.candidates.filter(excluded="")
    drawn = list(base.filter(callback__isnull=False))
    now = timezone.now()
    always = rate == "1"

    def may_be_called(each: Candidate) -> bool:
        if each.opens_at > now:
            return False
        wished = each.case.unit_id == house.upstairs.pk
        return always or (each.until > now and not wished)

    possible = [each for each in base if may_be_called(each)]
    asked_for = math.ceil(Decimal(rate) * base.count())
    assert len(drawn) == min(asked_for, len(possible))
    assert {each.pk for each in drawn} <= {each.pk for each in possible}
    if always:  # what must be called is never lost, late or not
        assert len(drawn) == len(possible)
    assert (
        not sampling.candidates.exclude(excluded="")
        .filter(callback__isnull=False)
        .exists()
    )
    assert list(recount.differences([sampling])) == []
    assert draw(house.office, [sampling.pk]) == []


SOURCES = ("REPAIR", "HELP", "SERVICE", "URGENT", "COMPLAINT", "REWORK", "OTHER")
MIXED = st.lists(
    st.fixed_dictionaries(
        {
            "source": st.sampled_from(SOURCES),
            "rate": st.sampled_from(["0.1", "0.3", "0.5"]),
            "person": st.integers(0, 2),
            "until": st.sampled_from([-1, 2, 7]),
            "excluded": st.sampled_from(["", "", "", "NO_REPORTER"]),
            "no_calls": st.booleans(),
        }
    ),
    min_size=1,
    max_size=25,
)
ALWAYS = ("URGENT", "COMPLAINT", "REWORK")


@FEW
@given(rows=MIXED)
def test_a_mix_of_sources_and_rules_is_drawn_each_by_its_own(
    house: House, rows: list[dict[str, Any]]
) -> None:
    """Each source is its own population, whose rule may change within the month."""
    wish_no_calls(house)
    found: dict[str, Sampling] = {}
    for source in SOURCES:
        mine = [row for row in rows if row["source"] == source]
        if source in ALWAYS:
            mine = [{**row, "rate": "1"} for row in mine]
        if mine:
            found[source] = enter(house, mine, "0.3", source=source)
    draw(house.office, [sampling.pk for sampling in found.values()])
    now = timezone.now()
    for source, sampling in found.items():
        base = list(sampling.candidates.filter(excluded="").select_related("case"))
        drawn = set(
            sampling.candidates.filter(callback__isnull=False).values_list(
                "pk", flat=True
            )
        )
        open_to = {
            each.pk
            for each in base
            if each.rate == 1
            or (each.until > now and each.case.unit_id != house.upstairs.pk)
        }
        asked_for = math.ceil(sum((each.rate for each in base), Decimal(0)))
        assert drawn <= open_to, source
        assert len(drawn) == min(asked_for, len(open_to)), source
        if source in ALWAYS:
            assert drawn == {each.pk for each in base}, source
    assert list(recount.differences(found.values())) == []
    assert draw(house.office, [sampling.pk for sampling in found.values()]) == []


def test_a_source_that_nothing_announces_draws_nothing(house: House) -> None:
    """Renovation, activities and the like have their rules before they have events."""
    night.draw_all()
    assert not Sampling.objects.exists()
    empty = enter(house, [], "1", source="ACTIVITY")
    assert draw(house.office, [empty.pk]) == []


SHARES = st.dictionaries(
    st.tuples(st.integers(0, 3), st.sampled_from(["WATER", "POWER", "DOOR"])),
    st.integers(1, 40),
    min_size=1,
    max_size=8,
)


@given(counts=SHARES, rate=RATES)
def test_the_strata_share_the_number_by_largest_remainder(
    counts: dict[tuple[int, str], int], rate: str
) -> None:
    shares = {stratum: n * Decimal(rate) for stratum, n in counts.items()}
    split = quotas(shares)
    assert sum(split.values()) == wanted(shares.values())
    assert all(abs(split[s] - shares[s]) < 1 for s in shares)


@pytest.mark.edge(23)
@pytest.mark.parametrize(("count", "calls"), [(1, 1), (2, 1), (4, 2), (10, 3), (0, 0)])
def test_a_small_month_is_rounded_up(count: int, calls: int) -> None:
    items = [
        Item(n, key_of("seed", str(n)), (0, ""), Decimal("0.3"), True, False)
        for n in range(count)
    ]
    assert len(next_ones(items)) == calls


def test_the_order_is_the_same_for_everybody() -> None:
    """Anyone with a shell can compute it: printf 'seed:number' | sha256sum."""
    known = "3780607a8d46"
    assert key_of("00112233aabbccdd", "JX-WX-20260317-0012").startswith(known)
