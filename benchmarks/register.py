"""The register's pages against a bare page, deep pages, and a million rows."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from django.http import QueryDict

from benchmarks import databases
from benchmarks.report import Result
from benchmarks.timing import Pair, compare
from benchmarks.web import Visitor, statements
from propertyservice.organisation.models import Staff
from propertyservice.organisation.scope import scope
from propertyservice.ui.lists import keyset
from repairs.models import Repair
from repairs.views.register import REGISTER

BAR, STATEMENTS, DEEP, GROWTH = 2.0, 9, 1.2, 1.3
BARE = "/bench/rows/"
NEWEST = "view=all&sort=reported"
LIMIT = "bare page, same 25 rows"


def pages(user: Staff) -> dict[str, str]:
    """The pages that are measured, by what they show."""
    with scope(user):
        some = Repair.objects.visible_to(user).order_by("-pk")[3]
    return {
        "first page": "/repairs/",
        "filtered: trade": "/repairs/?view=all&trade=WATER",
        "filtered: building": f"/repairs/?view=all&building={some.building_id}",
        "filtered: overdue, trade": "/repairs/?view=late&trade=POWER",
        "searched: one character": "/repairs/?view=all&q=" + quote("锁"),
        "searched: two words": "/repairs/?view=all&q=" + quote("厨房 漏水"),
        "searched: name": "/repairs/?view=all&q=" + quote(some.resident_name),
        "searched: room": f"/repairs/?view=all&q={some.location}",
        "searched: nothing found": "/repairs/?view=all&q=" + quote("鲲鹏展翅"),
    }


def measure(names: tuple[str, str], runs: int) -> Iterator[Result]:
    """All figures of the register in the large database, and its growth."""
    small, large = (_times(name, runs) for name in names)
    for title, pair in large.items():
        if title in ("newest first", "page deep in"):
            continue
        yield Result(
            *("register", title, pair.ratio, BAR),
            measured_ms=pair.measured,
            limit_ms=pair.limit,
            limit=LIMIT,
        )
    deep, first = large["page deep in"], large["newest first"]
    yield Result(
        *("register", "page deep in", deep.ratio / first.ratio, DEEP),
        measured_ms=deep.measured,
        limit_ms=first.measured,
        limit="its first page",
    )
    for title, pair in large.items():
        before = small[title]
        yield Result(
            *("register", f"growth: {title}", pair.ratio / before.ratio, GROWTH),
            measured_ms=pair.measured,
            limit_ms=before.measured,
            limit="a fifth of the rows, both by their bare page",
        )
    yield from _counted(names[1])


def _times(name: str, runs: int) -> dict[str, Pair]:
    databases.use(name)
    user = Staff.objects.get(username="clerk1")
    visitor = Visitor(user)
    limit = visitor.get(BARE, plain=True)
    asked = pages(user) | {
        "newest first": f"/repairs/?{NEWEST}",
        "page deep in": _deep(user),
    }
    return {
        title: compare(visitor.get(path), limit, runs) for title, path in asked.items()
    }


def _counted(name: str) -> Iterator[Result]:
    databases.use(name)
    user = Staff.objects.get(username="clerk1")
    visitor = Visitor(user)
    for title, path in pages(user).items():
        count = statements(visitor.get(path))
        yield Result(
            "register", f"statements: {title}", count, STATEMENTS, "statements"
        )


def _deep(user: Staff) -> str:
    """A page in the middle of all repairs, as a chain of 'next' would reach it."""
    with scope(user):
        params = REGISTER.asked(QueryDict(NEWEST))
        found = REGISTER.matching(user, QueryDict(NEWEST))
        keys = REGISTER.keys(found, params)
        place = found.count() // 2
        row = found.order_by(*(key.order for key in keys))[place]
        cursor = keyset.Cursor(False, place, keyset._values(row, keys))
        text = cursor.text(f"{REGISTER.key}:{REGISTER.sort(params)}")
    return f"/repairs/?{NEWEST}&page={text}"
