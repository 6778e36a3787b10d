"""The register's pages against a bare page, deep pages, and a million rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import cycle
from urllib.parse import quote

from django.http import QueryDict

from benchmarks import databases
from benchmarks.filling import ROOMS
from benchmarks.report import Result
from benchmarks.timing import Pair, compare
from benchmarks.web import Visitor, statements
from propertyservice.organisation.models import Staff
from propertyservice.organisation.scope import scope
from propertyservice.ui.lists import keyset
from repairs.models import Repair, Trade
from repairs.views.register import REGISTER

BAR, STATEMENTS, DEEP, GROWTH = 2.0, 9, 1.2, 1.3
BARE = "/bench/rows/"
NEWEST = "view=all&sort=reported"
LIMIT = "bare page, same 25 rows"


def pages(user: Staff) -> dict[str, list[str]]:
    """The pages that are measured, by what they show.

    Conditions are asked in turn with other values each time: what a clerk looks for is
    rarely what was looked for just before.
    """
    with scope(user):
        some = list(Repair.objects.visible_to(user).order_by("-pk")[3:4000:53])
    rooms = {each.location: each for each in some}
    names = {each.resident_name for each in some}
    buildings = {each.building_id for each in some}
    return {
        "first page": ["/repairs/"],
        "filtered: trade": [f"/repairs/?view=all&trade={t}" for t in Trade.values],
        "filtered: building": [f"/repairs/?view=all&building={b}" for b in buildings],
        "filtered: overdue, trade": [
            f"/repairs/?view=late&trade={trade}" for trade in Trade.values
        ],
        "searched: one character": _searched("锁漏灯门窗水电管墙梯"),
        "searched: two words": _searched(f"{room} 漏水" for room in ROOMS),
        "searched: name": _searched(names),
        "searched: room": _searched(rooms),
        "searched: nothing found": _searched(f"鲲鹏展翅{n}" for n in range(40)),
    }


def _searched(terms: Iterable[str]) -> list[str]:
    return [f"/repairs/?view=all&q={quote(term)}" for term in terms]


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
        "newest first": [f"/repairs/?{NEWEST}"],
        "page deep in": [_deep(user)],
    }
    return {
        title: compare(_in_turn(visitor, paths), limit, runs)
        for title, paths in asked.items()
    }


def _in_turn(visitor: Visitor, paths: Sequence[str]) -> Callable[[], bytes]:
    """Opens another of the pages each time."""
    again = cycle([visitor.get(path) for path in paths])
    return lambda: next(again)()


def _counted(name: str) -> Iterator[Result]:
    databases.use(name)
    user = Staff.objects.get(username="clerk1")
    visitor = Visitor(user)
    for title, paths in pages(user).items():
        count = statements(visitor.get(paths[0]))
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
