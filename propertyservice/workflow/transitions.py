"""The one way to change a case's status: permitted, locked, recorded, announced."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.core.exceptions import (
    ObjectDoesNotExist,
    PermissionDenied,
)
from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from propertyservice.audit import refusals
from propertyservice.cases import clauses
from propertyservice.cases.models import CaseRecord, Step
from propertyservice.organisation.models import Staff
from propertyservice.workflow.moves import (
    LATE_AFTER,
    Move,
    Refusal,
    Refused,
    check_time,
    late_hours,
)
from propertyservice.workflow.signals import case_closed

__all__ = [
    "LATE_AFTER",
    "Move",
    "Refusal",
    "Refused",
    "Transition",
    "check_time",
    "late_hours",
    "lock",
    "save",
    "transition",
]


Guard = Callable[[Staff | None, Any], str | Promise | None]


@dataclass(frozen=True, kw_only=True)
class Transition:
    """A named step of a case. Call it with the record, ``by=`` and the details.

    ``sources`` are the statuses it may start from, ``targets`` those it may end in
    (none: the status stays). ``guards`` are asked for the button and for the call; each
    returns a sentence that refuses, or None. ``asks``: the step opens a form first.
    ``of`` names the record's field that says whose act it is: somebody else who may
    take it takes it for him, and the timeline says so.
    """

    body: Callable[..., str | None]
    label: str | Promise
    sources: frozenset[str]
    targets: tuple[str, ...] = ()
    right: str
    guards: tuple[Guard, ...] = ()
    announces: Signal | None = None
    of: str = ""
    asks: bool = True
    destructive: bool = False
    order: int = 50

    do_not_call_in_templates = True

    @property
    def name(self) -> str:
        """The step's name: the last part of its URL."""
        return self.body.__name__

    def refusal(self, user: Staff | None, record: Any) -> Refusal | None:
        """Why this user may not take this step now; None when he may."""
        if user is not None and not user.may(self.right, record.office_id):
            return Refusal("right", _("Your post does not include this act."))
        if record.status not in self.sources:
            return Refusal("status", _wrong_status(self, record))
        for guard in self.guards:
            if sentence := guard(user, record):
                return Refusal(getattr(guard, "__name__", "guard"), str(sentence))
        return None

    def is_open_to(self, user: Staff, record: Any) -> bool:
        """Whether to show the button: the same rule that guards the call."""
        return self.refusal(user, record) is None

    def stands_in(self, user: Staff | None, record: Any) -> int | None:
        """For whom this user would take the step; None when it is his own act."""
        whose: int | None = getattr(record, f"{self.of}_id") if self.of else None
        return None if user is None or whose == user.pk else whose

    def __call__(
        self,
        record: CaseRecord,
        *,
        by: Staff | None,
        at: datetime | None = None,
        reason: str = "",
        **details: Any,
    ) -> Step:
        """Take the step. ``at`` is when it happened; later entry is allowed.

        ``by=None`` is the system itself, in a job: it needs no right. Raises
        PermissionDenied without the right, Refused with a sentence otherwise; then
        nothing is written.
        """
        try:
            with transaction.atomic():
                return self._take(record, by, at or timezone.now(), reason, details)
        except IntegrityError as error:
            raise Refused(
                refusals.sentence(error), code=refusals.constraint_of(error)
            ) from error

    def _take(
        self,
        record: CaseRecord,
        by: Staff | None,
        at: datetime,
        reason: str,
        details: dict[str, Any],
    ) -> Step:
        lock(record, by)
        if refusal := self.refusal(by, record):
            raise _as_error(refusal)
        move = Move(
            record=record,
            by=by,
            at=at,
            reason=reason,
            right=self.right,
            for_id=self.stands_in(by, record),
        )
        check_time(move)
        before = record.status
        target = self.body(record, move, **details)
        _arrive(self, record, target)
        move.save_deadlines()
        save(record, at, by)
        step = move.save_step(self.name, before)
        if self.announces:
            self.announces.send(
                sender=type(record), record=record, by=by, at=at, step=step
            )
        return step


def transition(
    *,
    sources: Iterable[str],
    target: str | Iterable[str] | None = None,
    guards: Iterable[Guard] = (),
    **facts: Any,
) -> Callable[[Callable[..., str | None]], Transition]:
    """Turn a function that fills in a case into a guarded :class:`Transition`.

    The function takes the record, the :class:`Move` and the details; where several
    targets are possible it returns the one it chose.
    """
    targets = (target,) if isinstance(target, str) else tuple(target or ())
    return lambda body: Transition(
        body=body,
        sources=frozenset(sources),
        targets=targets,
        guards=tuple(guards),
        **facts,
    )


def lock(record: CaseRecord, by: Staff | None) -> None:
    """Lock the row and its register row and read them again, inside the user's scope.

    Nobody decides on a stale copy. Lock order everywhere: case first. The lock leaves
    the key alone, so that a chasing run that refers to the case need not wait for it.
    """
    objects = cast(Any, type(record)).objects
    seen = objects.all() if by is None else objects.visible_to(by)
    seen = seen.select_related("register", "office")
    try:
        record.refresh_from_db(
            from_queryset=seen.select_for_update(of=("register", "self"), no_key=True)
        )
    except ObjectDoesNotExist:
        raise PermissionDenied(_("This case is no longer in your care.")) from None


def save(record: CaseRecord, at: datetime, by: Staff | None = None) -> None:
    """Check the plain fields and write the record and its register row.

    Keys, uniqueness and constraints are left to the database, which refuses by name.
    A case that closes with it is announced.
    """
    left_out = [
        f.name
        for f in record._meta.fields
        if f.is_relation or (f.null and getattr(record, f.attname) is None)
    ]
    record.full_clean(
        exclude=left_out, validate_unique=False, validate_constraints=False
    )
    record.save()
    register = record.register
    register.last_step_at = max(at, register.last_step_at)
    was_open = register.is_open
    register.is_open = record.status not in record.CLOSED_STATUSES
    register.closed_at = None if register.is_open else register.closed_at or at
    register.save()
    if was_open and not register.is_open:
        case_closed.send(sender=type(record), case=register, by=by, at=at)


def _arrive(step: Transition, record: Any, target: str | None) -> None:
    if not step.targets:
        return
    chosen = target or step.targets[0]
    if chosen not in step.targets:
        raise ValueError(f"{step.name} may not end in {chosen}")
    record.status = chosen


def _as_error(refusal: Refusal) -> Exception:
    if refusal.code == "right":
        return PermissionDenied(refusal.sentence)
    return Refused(refusal.sentence, code=refusal.code)


def _wrong_status(step: Transition, record: Any) -> str:
    """Say what the case is now and who made it so; asked only when refusing."""
    clause = clauses.get(record.register.clause)
    last = (
        Step.objects.filter(case_id=record.pk, to_status=record.status)
        .exclude(from_status=record.status)
        .select_related("by")
        .order_by("-pk")
        .first()
    )
    facts = {
        "step": step.label,
        "status": clause.status_label(record.status),
        "who": last.by if last and last.by else _("the system"),
    }
    return (
        _(
            "%(who)s has just changed this case to “%(status)s”, so “%(step)s” is not "
            "possible. Reload the page and go on from there."
        )
        % facts
    )
