"""The night's worker is killed with SIGKILL; the run after it ends right (4.3.1)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter

import pytest
from django.conf import settings

from callbacks.models import Callback, Candidate, Draw, Taken
from callbacks.transitions.sampling import night, recount
from propertyservice.audit.models import Run
from propertyservice.cases.models import Case, Step
from propertyservice.organisation.models import Company
from propertyservice.organisation.scope import everywhere, scope
from propertyservice.workflow.models import Deadline
from tests.callbacks.stages import returned
from tests.support.cast import House, make_house

TRADES = ("DOOR", "POWER", "WATER", "MASONRY")
# It says when it is there and waits, so that it can be killed nowhere else.
WORKER = """
import sys, time
import django
django.setup()
from django.db import connection
from callbacks.transitions.sampling import night

connection.settings_dict["NAME"], place = sys.argv[1:3]
times = int(sys.argv[3])
night.BATCH = 1


def here():
    global times
    times -= 1
    if not times:
        print("here", flush=True)
        time.sleep(60)


def then_wait(module, name):
    act = getattr(module, name)

    def waits(*facts, **named):
        done = act(*facts, **named)
        here()
        return done

    setattr(module, name, waits)


then_wait(night, place)
night.draw_all()
"""


@pytest.fixture
def house(committing_db: str) -> House:
    """An office with four sheets of the month, of which ceil(0.3 × 4) are called."""
    company = Company.objects.create(name="锦程物业", kind="PROPERTY")
    house = make_house(company, "JX", "GRADE_1")
    with scope(offices=[house.office.pk]):
        for trade in TRADES:
            returned(house, trade=trade)
    house.extra["database"] = committing_db
    return house


def killed(house: House, place: str, times: int) -> None:
    """A night's worker that does not live past this place."""
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, house.extra["database"], place, str(times)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "propertyservice.settings"},
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
    )
    assert worker.stdout
    assert worker.stdout.readline() == b"here\n"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()


@pytest.mark.clause("4.3.1")
@pytest.mark.parametrize(
    ("place", "times", "taken", "opened"),
    [
        ("take", 1, 0, 0),  # taken, not committed
        ("waiting", 1, 0, 0),
        ("open_taken", 1, 2, 0),  # the draw is committed, the first case is not
        ("open_taken", 2, 2, 1),  # between two batches
        ("assign_planned", 1, 2, 2),  # opened, handed to nobody yet
    ],
)
def test_killed_at_any_place_the_next_run_does_the_rest(
    house: House, place: str, times: int, taken: int, opened: int
) -> None:
    killed(house, place, times)
    with everywhere("test"):
        assert (Taken.objects.count(), Callback.objects.count()) == (taken, opened)
        assert_whole()
    assert night.draw_all().counts == {"drawn": 2 - opened, "assigned": 2}
    assert night.draw_all().counts == {"drawn": 0, "assigned": 0}
    with everywhere("test"):
        assert Candidate.objects.count() == len(TRADES)
        assert Taken.objects.count() == Callback.objects.count() == 2
        assert Draw.objects.count() == 1
        assert set(Callback.objects.values_list("caller", flat=True)) == {
            house.caller.pk
        }
        assert_whole()
        assert list(recount.differences(recount.every())) == []
    finished = Run.objects.filter(job=night.JOB).order_by("pk")
    assert [run.finished_at is not None for run in finished] == [False, True, True]


def assert_whole() -> None:
    """No half case: each callback has its number, its limit and its first step."""
    made = list(Callback.objects.order_by("pk").values_list("pk", flat=True))
    cases = Case.objects.filter(clause="callbacks").order_by("pk")
    assert list(cases.values_list("pk", flat=True)) == made
    numbers = [int(number[-4:]) for number in cases.values_list("number", flat=True)]
    assert numbers == list(range(1, len(made) + 1))
    limits = Deadline.objects.filter(kind="callbacks.call")
    steps = Step.objects.filter(name="draw")
    once = dict.fromkeys(made, 1)
    assert Counter(limits.values_list("case", flat=True)) == once
    assert Counter(steps.values_list("case", flat=True)) == once
