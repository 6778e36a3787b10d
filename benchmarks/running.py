"""Making the databases, measuring each group, and saying what came out."""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

import django
from django.conf import settings

django.setup()

from django.db import connection  # noqa: E402

from benchmarks import (  # noqa: E402
    bare,
    box,
    callbacks,
    chasing,
    counting,
    databases,
    figures,
    intake,
    money,
    register,
    till,
    waiting,
    year,
)
from benchmarks.filling import Size, fill  # noqa: E402
from benchmarks.report import HEAD, Result, line  # noqa: E402

GROUPS = (
    *("register", "box", "intake", "callbacks", "chasing"),
    *("statistics", "waiting", "money"),
)
DATABASES = {
    "register": ("a", "b"),
    "box": ("b",),
    "intake": ("b",),
    "callbacks": ("a", "b"),
    "chasing": ("chase",),
    "statistics": ("year",),
    "waiting": ("year",),
    "money": ("till",),
}


@dataclass(frozen=True)
class Scale:
    """How much is filled in and how often each thing runs."""

    small: Size
    large: Size
    year: Size
    chase: chasing.Chased
    takings: till.Takings
    months: int
    homes: int
    runs: int
    heavy_runs: int

    def size(self, part: str) -> Size:
        """How much stands in one of the databases."""
        if part == "chase":
            return Size(self.chase.running, 10_000, open_share=1.0, slim=True)
        if part == "till":
            return Size(1, self.homes * 2, slim=True)
        return {"a": self.small, "b": self.large, "year": self.year}[part]


SCALES = {
    "full": Scale(
        Size(200_000, 200_000),
        Size(1_000_000, 200_000),
        Size(500_000, 50_000, minutes=1.05, sheets=True),
        chasing.Chased(running=1_000_000, due=200_000),
        till.Takings(payments=1_000_000),
        months=20,
        homes=100_000,
        runs=60,
        heavy_runs=3,
    ),
    "small": Scale(
        Size(1_000, 4_000, open_share=0.1),
        Size(4_000, 4_000, open_share=0.1),
        Size(3_000, 4_000, open_share=0.1, minutes=175, sheets=True),
        chasing.Chased(running=3_000, due=600),
        till.Takings(payments=2_000, a_day=100),
        months=2,
        homes=2_000,
        runs=5,
        heavy_runs=1,
    ),
}


def measure(
    scale: str, *, only: Sequence[str] = (), keep: bool = False
) -> list[Result]:
    """Fill and measure; the databases are removed in the end unless kept."""
    plan = SCALES[scale]
    _dress()
    before = connection.settings_dict["NAME"]
    groups = only or GROUPS
    parts = sorted({part for group in groups for part in DATABASES[group]})
    names = {part: databases.name_of(f"{scale}_{part}") for part in parts}
    try:
        _fill(plan, names, keep=keep)
        return [
            result for group in groups for result in _say(_group(group, plan, names))
        ]
    finally:
        databases.use(before)
        for name in [] if keep else names.values():
            databases.drop(name)


def _dress() -> None:
    """Serve the bare pages beside the programme's; no manifest of static files."""
    settings.ROOT_URLCONF = "benchmarks.bare"
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        },
    }
    templates = str(Path(__file__).parent / "templates")
    settings.TEMPLATES[0]["DIRS"] = [*settings.TEMPLATES[0]["DIRS"], templates]


def _fill(plan: Scale, names: Mapping[str, str], *, keep: bool) -> None:
    wanted = {
        part: name
        for part, name in names.items()
        if not (keep and databases.exists(name))
    }
    if not wanted:
        return
    empty = databases.name_of("empty")
    databases.make(empty)
    databases.use(empty)
    databases.migrate()
    for part, name in wanted.items():
        started, size = time.monotonic(), plan.size(part)
        databases.use("postgres")
        databases.make(name, empty)
        databases.use(name)
        fill(size)
        if part == "till":
            till.prepare(plan.takings)
        elif size.slim:
            chasing.prepare(plan.chase)
        else:
            _owner_runs(bare.TABLES)
            box.prepare()
        if part == "year":
            year.prepare(size.repairs)
        _tell(f"{name}: filled in {time.monotonic() - started:.0f} s")
    databases.drop(empty)


def _owner_runs(statements: str) -> None:
    with databases.as_owner(), connection.cursor() as cursor:
        for statement in statements.split(";\n"):
            cursor.execute(statement.format(role=settings.DATABASE_APP_ROLE))


def _group(group: str, plan: Scale, names: Mapping[str, str]) -> Iterator[Result]:
    mine = [names[part] for part in DATABASES[group]]
    if group == "register":
        return register.measure((mine[0], mine[1]), plan.runs)
    if group == "box":
        return box.measure(mine[0], plan.runs)
    if group == "intake":
        return intake.measure(mine[0], plan.runs)
    if group == "callbacks":
        return callbacks.measure(mine[0], mine[1], plan.heavy_runs)
    if group == "statistics":
        return figures.measure(mine[0], max(plan.heavy_runs, 5))
    if group == "waiting":
        return waiting.measure(mine[0], plan.runs)
    if group == "money":
        return chain(
            money.measure(mine[0], plan.months, plan.runs),
            counting.measure(mine[0], plan.runs),
        )
    return chasing.measure(mine[0], plan.chase, plan.heavy_runs)


def _say(results: Iterator[Result]) -> Iterator[Result]:
    for result in results:
        _tell(line(result))
        yield result


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def table(results: Sequence[Result]) -> str:
    """All figures, and how many bars were missed."""
    missed = [result for result in results if result.holds is False]
    barred = [result for result in results if result.bar is not None]
    lines = [HEAD, *map(line, results)]
    return "\n".join(
        [*lines, f"{len(barred) - len(missed)} of {len(barred)} bars hold."]
    )


def as_json(scale: str, results: Sequence[Result]) -> str:
    """The same for machines, with what it ran on."""
    where = {
        "scale": scale,
        "cpus": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "django": django.get_version(),
    }
    rows = [{**asdict(result), "holds": result.holds} for result in results]
    return json.dumps({**where, "results": rows}, ensure_ascii=False, indent=1)
