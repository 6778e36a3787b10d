"""Taking a repair through the whole stack, against a bare form and insert."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import databases
from benchmarks.report import Result
from benchmarks.timing import compare
from benchmarks.web import Visitor, once_key, statements
from propertyservice.estate.models import Occupancy, Unit
from propertyservice.organisation.models import Staff
from propertyservice.organisation.scope import scope

BAR, STATEMENTS = 2.5, 12


def measure(name: str, runs: int) -> Iterator[Result]:
    """The POST of the form, its ratio and its statements."""
    databases.use(name)
    user = Staff.objects.get(username="clerk1")
    visitor = Visitor(user)
    with scope(user):
        unit = Unit.objects.filter(office=user.office).order_by("pk")[70]
        person = Occupancy.objects.filter(unit=unit).order_by("pk")[0].person_id
    facts = {
        "description": "厨房水槽下方漏水",
        "trade": "WATER",
        "priority": "NORMAL",
        "phone": "13800000000",
        "channel": "PHONE",
        "charge_type": "FREE",
    }
    asked = {**facts, "who": person, "when": "NOW", "read_back": "on"}
    plain = {**facts, "resident_name": "王芳", "relation": "OWNER"}
    take = visitor.post(
        f"/repairs/new/?unit={unit.code}", lambda: {**asked, "once_key": once_key()}
    )
    limit = visitor.post("/bench/call/", lambda: plain, plain=True)
    pair = compare(take, limit, runs)
    yield Result(
        *("intake", "taking a repair", pair.ratio, BAR),
        measured_ms=pair.measured,
        limit_ms=pair.limit,
        limit="bare form and insert",
    )
    yield Result(
        *("intake", "statements, BEGIN and COMMIT included", statements(take)),
        STATEMENTS,
        "statements",
    )
