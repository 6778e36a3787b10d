"""Handing a shift over: the list, both signatures, and what was missed (交接班)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.audit import refusals
from propertyservice.organisation import posts
from propertyservice.organisation.models import Office, Staff
from propertyservice.planning.models import (
    FOUND,
    Confirmed,
    Duty,
    HandOver,
    HandOverLine,
)
from propertyservice.planning.roster import shifts_of
from propertyservice.planning.sources import GIVE, Row, Source, for_post
from propertyservice.policy.in_force import in_force
from propertyservice.workflow.moves import Refused

GRACE = "shift.handover_minutes"
LINES_AT_MOST, LONGEST = 30, 300


@dataclass(frozen=True)
class Listed:
    """A source with what it lists now."""

    source: Source
    rows: Sequence[Row]

    @property
    def blocking(self) -> list[Row]:
        """What must be settled first."""
        return [row for row in self.rows if row.blocks]


def listed(office: Office, post: str, at: datetime) -> list[Listed]:
    """What the hand-over of a post lists now; each clause answers for itself."""
    return [Listed(each, each.rows(office, post, at)) for each in for_post(post)]


def lines_of(text: str) -> list[str]:
    """What was found, a line each. Raises Refused for more than fits."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lines = [line for line in lines if line]
    if len(lines) > LINES_AT_MOST or any(len(line) > LONGEST for line in lines):
        raise Refused(
            _("At most %(lines)s lines of %(length)s characters. Shorten the text.")
            % {"lines": LINES_AT_MOST, "length": LONGEST},
            code="found",
        )
    return lines


def duty_to_give(office: Office, post: str, by: Staff) -> Duty:
    """The duty that this person hands over: his own that is not handed over, else the
    shift that runs; not saved when the roster has none."""
    now = timezone.now()
    begun = Duty.objects.filter(
        office=office, post=post, starts_at__lte=now, handover=None
    )
    mine = begun.filter(person=by).order_by("starts_at").last()
    running = mine or begun.filter(ends_at__gt=now).first()
    if running:
        return running
    today = timezone.localdate()
    shifts = [
        *shifts_of(office, today - timedelta(days=1)),
        *shifts_of(office, today),
    ]
    last = [each for each in shifts if each.starts_at <= now][-1]
    return Duty(
        office=office,
        post=post,
        person=by,
        starts_at=last.starts_at,
        ends_at=last.ends_at,
    )


def give(duty: Duty, *, by: Staff, found: str = "") -> HandOver:
    """Sign the hand-over: the list is taken now and kept.

    Raises PermissionDenied without the post, Refused when something blocks or it is
    given already; then nothing is written.
    """
    if not may_give(by, duty.post, duty.office_id):
        raise PermissionDenied(_("Your post does not include this hand-over."))
    texts = lines_of(found)
    try:
        with transaction.atomic():
            return _give(duty, by, texts)
    except IntegrityError as error:
        raise Refused(
            refusals.sentence(error), code=refusals.constraint_of(error)
        ) from error


def take(
    handover: HandOver,
    *,
    by: Staff,
    remark: str = "",
    confirmed: str = Confirmed.LOGIN,
) -> HandOver:
    """The receiver signs; from then on nothing changes.

    Raises PermissionDenied without the post, Refused when it is taken already or he
    gave it himself.
    """
    with transaction.atomic():
        handover = (
            HandOver.objects.select_for_update(no_key=True, of=("self",))
            .select_related("duty")  # what it was joined to is as before the wait
            .get(pk=handover.pk)
        )
        if not may_give(by, handover.duty.post, handover.office_id):
            raise PermissionDenied(
                _("%(name)s does not hold the post that takes this over.")
                % {"name": by}
            )
        if handover.taken_by_id is not None:
            raise Refused(
                _("%(name)s has taken this over already. Reload the page.")
                % {"name": handover.taken_by},
                code="taken",
            )
        if handover.given_by_id == by.pk:
            raise Refused(
                _("Who hands over can't take over as well. The next one signs."),
                code="own",
            )
        handover.taken_by, handover.taken_at = by, timezone.now()
        handover.confirmed, handover.remark = confirmed, remark[:500]
        handover.save()
    return handover


def may_give(person: Staff, post: str, office: int) -> bool:
    """Whether he holds the post here, himself or as a deputy."""
    return person.may(GIVE, office) and person.holds([post], office)


def missed(office: Office, at: datetime | None = None) -> Q:
    """Duties whose hand-over is missing or not taken when it should have been."""
    at = at or timezone.now()
    grace = int(in_force(office, timezone.localdate(at))[GRACE])
    over = Q(ends_at__lt=at - timedelta(minutes=grace), office=office)
    return over & (Q(handover=None) | Q(handover__taken_by=None))


def missed_in(offices: Iterable[Office]) -> Q:
    """The same in several offices, each by its own rule."""
    found = Q(pk__in=[])
    for office in offices:
        found |= missed(office)
    return found


def _give(duty: Duty, by: Staff, found: Sequence[str]) -> HandOver:
    now = timezone.now()
    lists = listed(duty.office, duty.post, now)
    if blocking := [row for each in lists for row in each.blocking]:
        raise Refused(
            _("Settle first: %(what)s")
            % {"what": "；".join(_words(row) for row in blocking[:5])},
            code="blocked",
        )
    if duty.pk is None:
        duty.save()
    handover = HandOver.objects.create(
        duty=duty, office_id=duty.office_id, given_by=by, given_at=Now()
    )
    handover.refresh_from_db(fields=["given_at"])
    lines = [(each.source.key, row) for each in lists for row in each.rows]
    lines += [(FOUND, Row(text)) for text in found]
    HandOverLine.objects.bulk_create(
        HandOverLine(
            handover=handover,
            office_id=duty.office_id,
            source=source,
            number=row.number,
            text=row.text[:LONGEST],
            sub=row.sub[:200],
            due_at=row.due_at,
            case=row.case,
        )
        for source, row in lines
    )
    return handover


def _words(row: Row) -> str:
    return " ".join(filter(None, (row.number, row.text)))


def title(duty: Duty) -> str:
    """The post and the shift in words."""
    day = timezone.localdate(duty.starts_at)
    return f"{posts.label(duty.post)} {day:%Y-%m-%d} {duty.span}"
