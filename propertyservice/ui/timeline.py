"""What happened, newest first: steps, contacts, corrections, missed limits (LOOK 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.cases import clauses
from propertyservice.cases.models import CaseRecord, Step, StepKind
from propertyservice.ui import formats
from propertyservice.workflow import kinds
from propertyservice.workflow.models import Deadline

FILTERS = (
    ("", lazy("Everything")),
    ("steps", lazy("Steps")),
    ("contacts", lazy("Contacts")),
    ("corrections", lazy("Corrections")),
)
Words = Mapping[str, tuple[Any, Callable[[Any], str]]]
"""What each detail of a step is called, and how its value is said."""
Choices = Mapping[str, Mapping[Any, Any]]
"""The words of a corrected field's codes."""

AFTERWARDS = timedelta(minutes=5)
"""What was entered longer after it happened says so: nobody looks on time by typing."""


@dataclass
class Entry:
    """One line; ``css`` is its mark: ``step`` filled, ``alarm`` a diamond."""

    at: datetime
    title: str
    who: str = ""
    css: str = ""
    kind: str = ""
    notes: list[str] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    late_entry: str = ""
    step_id: int | None = None


@dataclass
class Day:
    """The lines of one day."""

    words: str
    entries: list[Entry]


def timeline(
    record: CaseRecord,
    steps: Iterable[Step],
    deadlines: Iterable[Deadline],
    show_only: str,
    now: datetime,
    *,
    words: Words,
    choices: Choices,
) -> list[Day]:
    """The days with their lines; ``show_only`` is one of FILTERS."""
    say = _Say(record, words, choices)
    found = [_of_step(step, say) for step in steps]
    found += [_missed(each) for each in deadlines if _is_missed(each, now)]
    found = [entry for entry in found if _wanted(entry, show_only)]
    found.sort(key=lambda entry: (entry.at, entry.step_id or 0), reverse=True)
    days: list[Day] = []
    for entry in found:
        day = formats.day(entry.at, now)
        if not days or days[-1].words != day:
            days.append(Day(day, []))
        days[-1].entries.append(entry)
    return days


def _wanted(entry: Entry, show_only: str) -> bool:
    return not show_only or entry.kind == show_only


@dataclass(frozen=True)
class _Say:
    """How one clause says what its steps noted."""

    record: CaseRecord
    words: Words
    choices: Choices


def _of_step(step: Step, say: _Say) -> Entry:
    kind = {
        StepKind.STEP: "steps",
        StepKind.NOTE: "contacts",
        StepKind.CORRECTION: "corrections",
    }[StepKind(step.kind)]
    who = step.by.name if step.by else _("automatically")
    if step.on_behalf_of:
        who = _("%(who)s for %(holder)s") % {"who": who, "holder": step.on_behalf_of}
    entry = Entry(
        at=step.occurred_at,
        title=clauses.get(say.record.register.clause).step_label(step.name),
        who=who,
        css="step" if step.kind == StepKind.STEP else "",
        kind=kind,
        notes=list(_notes(step, say.words)),
        changes=list(_changes(step.details, say)),
        step_id=step.pk,
    )
    if step.is_late_entry or step.recorded_at - step.occurred_at > AFTERWARDS:
        entry.late_entry = _("entered late, %(time)s") % {
            "time": formats.stamp(step.recorded_at)
        }
    return entry


def _is_missed(deadline: Deadline, now: datetime) -> bool:
    if deadline.due_at is None:
        return False
    return deadline.state == "MISSED" or (deadline.is_running and deadline.due_at < now)


def _missed(deadline: Deadline) -> Entry:
    assert deadline.due_at is not None  # noqa: S101 asked before
    title = _("Limit passed: %(limit)s") % {"limit": kinds.label(deadline.kind)}
    notes = []
    if deadline.ended_at and deadline.state == "MISSED":
        late = deadline.ended_at - deadline.due_at
        minutes = max(0, int(late.total_seconds() // 60))
        notes.append(_("%(time)s late in the end") % {"time": formats.span(minutes)})
    return Entry(deadline.due_at, title, css="alarm", kind="steps", notes=notes)


def as_is(value: Any) -> str:
    """The value as it was noted."""
    return str(value)


def of(choices: Iterable[tuple[Any, Any]]) -> Callable[[Any], str]:
    """The word of a code."""
    words = dict(choices)
    return lambda value: str(words.get(value, value))


def moment(value: Any) -> str:
    """A time that was noted."""
    return formats.stamp(datetime.fromisoformat(str(value)))


def _notes(step: Step, known: Words) -> Iterable[str]:
    """The step's details in words; the reason last, in quotes."""
    said = []
    for key, value in step.details.items():
        if key in known and value not in (None, "", 0):
            label, words = known[key]
            said.append(
                _("%(label)s: %(value)s")
                % {
                    "label": label,
                    "value": words(value),
                }
            )
    if step.details.get("read_back"):
        said.append(_("read back and confirmed"))
    if said:
        yield _("; ").join(said)
    if step.reason:
        yield _("“%(reason)s”") % {"reason": step.reason}


def _changes(details: dict[str, Any], say: _Say) -> Iterable[tuple[str, str, str]]:
    """Corrected fields: name, old words, new words; protected ones without either."""
    for name, (before, after) in (details.get("changes") or {}).items():
        label = str(say.record._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        choices = say.choices.get(name, {})
        yield label, str(choices.get(before, before)), str(choices.get(after, after))
