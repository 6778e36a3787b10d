"""What happened, newest first: steps, contacts, corrections, missed limits (LOOK 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.cases import clauses
from propertyservice.cases.models import Step, StepKind
from propertyservice.ledger.money import show
from propertyservice.ui import formats
from propertyservice.workflow import kinds
from propertyservice.workflow.models import Deadline
from repairs.forms.steps import METHODS, OUTCOMES
from repairs.models import Channel, Relation, Repair, Size, Trade

FILTERS = (
    ("", lazy("Everything")),
    ("steps", lazy("Steps")),
    ("contacts", lazy("Contacts")),
    ("corrections", lazy("Corrections")),
)
CHOICES: dict[str, dict[Any, Any]] = {
    "trade": dict(Trade.choices),
    "relation": dict(Relation.choices),
}


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
    repair: Repair,
    steps: Iterable[Step],
    deadlines: Iterable[Deadline],
    show_only: str,
    now: datetime,
) -> list[Day]:
    """The days with their lines; ``show_only`` is one of FILTERS."""
    found = [_of_step(step, repair) for step in steps]
    found += [_missed(each) for each in deadlines if _is_missed(each, now)]
    found = [entry for entry in found if _wanted(entry, show_only)]
    found.sort(key=lambda entry: (entry.at, entry.step_id or 0), reverse=True)
    days: list[Day] = []
    for entry in found:
        words = formats.day(entry.at, now)
        if not days or days[-1].words != words:
            days.append(Day(words, []))
        days[-1].entries.append(entry)
    return days


def _wanted(entry: Entry, show_only: str) -> bool:
    return not show_only or entry.kind == show_only


def _of_step(step: Step, repair: Repair) -> Entry:
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
        title=clauses.get("repairs").step_label(step.name),
        who=who,
        css="step" if step.kind == StepKind.STEP else "",
        kind=kind,
        notes=list(_notes(step)),
        changes=list(_changes(step.details, repair)),
        step_id=step.pk,
    )
    if step.is_late_entry:
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


def _as_is(value: Any) -> str:
    return str(value)


def _of(choices: Iterable[tuple[Any, Any]]) -> Callable[[Any], str]:
    words = dict(choices)
    return lambda value: str(words.get(value, value))


def _moment(value: Any) -> str:
    return formats.stamp(datetime.fromisoformat(str(value)))


WORDS: dict[str, tuple[Any, Callable[[Any], str]]] = {
    "channel": (lazy("Channel"), _of(Channel.choices)),
    "task_no": (lazy("Task sheet"), _as_is),
    "technician": (lazy("Repairer"), _as_is),
    "before": (lazy("Before"), _as_is),
    "after": (lazy("After"), _as_is),
    "size": (lazy("Size of the work"), _of(Size.choices)),
    "cause": (lazy("Cause"), _as_is),
    "price_item": (lazy("Price item"), _as_is),
    "amount": (lazy("Quote"), lambda value: show(str(value))),
    "result": (lazy("Result"), _as_is),
    "work_done": (lazy("Work done"), _as_is),
    "next": (lazy("Next action on"), _as_is),
    "until": (lazy("Until"), _moment),
    "remark": (lazy("Completion"), _as_is),
    "party": (lazy("Referred to"), _as_is),
    "their_no": (lazy("Their number"), _as_is),
    "answer": (lazy("Answer"), _as_is),
    "method": (lazy("How"), _of(METHODS)),
    "outcome": (lazy("Outcome"), _of(OUTCOMES)),
    "words": (lazy("Said"), _as_is),
    "asked_by": (lazy("Asked by"), _as_is),
    "incident": (lazy("Incident"), _as_is),
    "unit": (lazy("Room"), _as_is),
    "name": (lazy("Name"), _as_is),
    "whom": (lazy("Chased"), _as_is),
    "count": (lazy("Households"), _as_is),
    "copy": (lazy("Copy"), _as_is),
    "photos": (lazy("Photos"), _as_is),
    "reason": (lazy("Reason"), _as_is),
}


def _notes(step: Step) -> Iterable[str]:
    """The step's details in words; the reason last, in quotes."""
    said = []
    for key, value in step.details.items():
        if key in WORDS and value not in (None, "", 0):
            label, words = WORDS[key]
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


def _changes(details: dict[str, Any], repair: Repair) -> Iterable[tuple[str, str, str]]:
    """Corrected fields: name, old words, new words; protected ones without either."""
    for name, (before, after) in (details.get("changes") or {}).items():
        label = str(repair._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        choices = CHOICES.get(name, {})
        yield label, str(choices.get(before, before)), str(choices.get(after, after))
