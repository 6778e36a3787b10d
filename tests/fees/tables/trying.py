"""Everybody tries every step: what came of it, and that who is refused wrote nothing.

A table of a test says by hand who may take a step from which stage. A stage is named by
its status, with what happened since behind a comma. Whatever is tried is undone again,
so that each try meets the same stage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import connection, transaction

from propertyservice.organisation.models import Staff
from propertyservice.workflow.transitions import Refused
from tests.fees.till import Till
from tests.support.cast import House, hire

DONE, STAYS, IDLE = "done", "stays", "taken and idle"
DENIED, NOTHING = "denied", "nothing there"
READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET CONSTRAINTS")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
KEEPS = ("fees", "cases", "approvals", "workflow", "ledger", "numbering", "estate")
READABLE = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND split_part(relname, '_', 1) = ANY(%s)
  AND relname NOT LIKE '%%event' AND has_table_privilege(oid, 'SELECT')
ORDER BY relname
"""
"""Without the history, which triggers write as the rows themselves are written."""
Act = Callable[[Staff], object]
Came = dict[tuple[str, str], str]


def in_chinese(sentence: str, code: str) -> str:
    """The code of a refusal, whose sentence must be Chinese."""
    assert CHINESE.search(sentence), sentence
    return code


@dataclass(frozen=True)
class Row:
    """Who may take a step from which stages, and where it leads.

    ``to`` is the status afterwards; empty, it stays. ``barred`` have the right, and are
    refused by this code as persons. ``but`` names the stages in which everybody with
    the right meets something else, mostly a refusal by its code; all other stages
    refuse by ``wrong``.
    """

    who: set[str]
    stages: set[str]
    to: str = ""
    barred: Mapping[str, str] = field(default_factory=dict)
    but: Mapping[str, str] = field(default_factory=dict)
    wrong: str = "status"

    def expected(self, stage: str, role: str) -> str:
        """What must come of it."""
        if role not in self.who and role not in self.barred:
            return DENIED
        if role in self.barred and stage in self.stages.union(self.but):
            return self.barred[role]
        if stage in self.stages:
            return self.to or STAYS
        return self.but.get(stage, self.wrong)


def people(till: Till, other: House) -> dict[str, Staff]:
    """Everybody who has to do with money, who has nothing to do with it, and the same
    posts of another office."""
    house, company = till.house, till.house.office.company
    return {
        **{name: getattr(house, name) for name in HERE},
        "relief": till.relief,
        "finance": till.finance,
        "chief": hire(None, "chief", "COMPANY_MANAGER", company),
        "auditor": hire(None, "auditor", "AUDITOR", company),
        **{f"{name} elsewhere": getattr(other, name) for name in ELSEWHERE},
    }


HERE = ("cashier", "supervisor", "manager", "clerk")
ELSEWHERE = ("cashier", "manager")
LOOK = {"supervisor", "manager", "chief", "finance"}
"""Who looks after the till, beside the read-only auditor."""


def tried(
    acts: Mapping[str, Act], cast: Mapping[str, Staff], status: Callable[[], str]
) -> Came:
    """What came of every step in everybody's hands."""
    trial = Trial(status, status(), written())
    return {
        (step, role): trial.came_of(act, who)
        for step, act in acts.items()
        for role, who in cast.items()
    }


def wanted(table: Mapping[str, Row], stage: str, cast: Mapping[str, Staff]) -> Came:
    """What the table says of a stage."""
    return {
        (step, role): row.expected(stage, role)
        for step, row in table.items()
        for role in cast
    }


@dataclass
class Trial:
    """One stage: its status, and the mark of what is written there."""

    status: Callable[[], str]
    stands: str
    before: str
    sent: list[str] = field(default_factory=list)

    def came_of(self, act: Act, who: Staff) -> str:
        """What came of an act, which is undone again."""
        self.sent.clear()
        with transaction.atomic():
            with connection.execute_wrapper(self._note):
                came = self._say(act, who)
            # Without a statement that writes there is nothing to look for.
            wrote = bool(self.sent) and written() != self.before
            if came != DONE:
                assert not wrote, f"{who} was refused and wrote"
            else:
                connection.check_constraints()
                now = self.status() if wrote else IDLE
                came = STAYS if now == self.stands else now
            transaction.set_rollback(True)
        return came

    def _note(self, execute: Any, sql: Any, *rest: Any) -> Any:
        if not str(sql).lstrip().startswith(READS):
            self.sent.append(str(sql))
        return execute(sql, *rest)

    def _say(self, act: Act, who: Staff) -> str:
        try:
            act(who)
        except ObjectDoesNotExist:
            return NOTHING
        except PermissionDenied as denied:
            return in_chinese(str(denied), DENIED)
        except Refused as refused:
            return in_chinese("".join(refused.messages), str(refused.code))
        return DONE


def written() -> str:
    """A mark of all that is written where money is concerned."""
    with connection.cursor() as cursor:
        cursor.execute(_marks())
        mark: str = cursor.fetchone()[0]
    return mark


@cache
def _marks() -> str:
    with connection.cursor() as cursor:
        cursor.execute(READABLE, [list(KEEPS)])
        names = [name for (name,) in cursor.fetchall()]
    each = [
        f"(SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} t)"  # noqa: S608
        for name in names
    ]
    return f"SELECT md5(concat_ws(',', {', '.join(each)}))"
