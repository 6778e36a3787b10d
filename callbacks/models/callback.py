"""One line of the Callback Register (回访记录表; 4.3.2, RULES 1.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from callbacks.models.codes import (
    CLOSED,
    MOVES,
    Method,
    Outcome,
    Rating,
    Source,
    Status,
    Why,
)
from callbacks.models.sampling import Candidate, Draw
from propertyservice.audit.history import tracked
from propertyservice.cases.models import Case, CaseRecord, open_by_due, two_people
from propertyservice.workflow.status import guarded

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff

OPEN = Q(status__in=[s for s in Status.values if s not in CLOSED])
TO_CALL = Q(status__in=[Status.PLANNED, Status.ASSIGNED])
WRITTEN = (
    *("called_at", "interviewee", "method", "timeliness", "quality", "attitude"),
    *("charging", "cleanliness", "comments", "outcome", "not_fixed", "caller_id"),
    *("interviewee_sign", "follow_up_id", "window_until", "candidate_id"),
)
"""The columns of the paper that nobody edits any more after the review."""
CHANGED = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in WRITTEN)
STAYS = f"""
IF OLD.rating <> '' AND NEW.rating <> OLD.rating THEN
  RAISE EXCEPTION 'a rating stays' USING ERRCODE = 'check_violation',
    CONSTRAINT = 'callbacks_rating_stays', TABLE = TG_TABLE_NAME;
END IF;
IF OLD.status IN ('REVIEWED', 'FOLLOW_UP', 'CLOSED', 'WAIVED') AND ({CHANGED}
   OR (OLD.review_note <> '' AND NEW.review_note <> OLD.review_note)) THEN
  RAISE EXCEPTION 'nothing is edited after the review'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'callbacks_reviewed_stays',
          TABLE = TG_TABLE_NAME;
END IF;
RETURN NEW;
"""


def staff(label: Any, **options: Any) -> models.ForeignKey[Any, Any]:
    """A member of staff who has to do with the callback."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=label,
        **options,
    )


def mark(label: Any) -> models.CharField[Any, Any]:
    """One aspect of the paper: A, B, C or open."""
    return models.CharField(label, max_length=1, choices=Rating, blank=True)


class CallbackQuerySet(models.QuerySet["Callback"]):
    """Callbacks, narrowed to those that exist for somebody."""

    def visible_to(self, user: Staff) -> Self:
        """Those of the offices whose register he views and those he calls; never those
        of a case that is hidden from him or where he is the person rated."""
        offices = user.offices_for("callbacks.view")
        seen = Q(office__in=user.office_ids)
        if not user.office_ids <= offices:
            seen &= Q(office__in=offices) | Q(caller=user)
        return self.filter(seen).exclude(hidden_from=user)

    def open(self) -> Self:
        """Those that are not closed or waived."""
        return self.filter(OPEN)

    def to_call(self) -> Self:
        """Those that somebody must still call."""
        return self.filter(TO_CALL)


@tracked(hidden=("phone", "interviewee_sign"))
class Callback(CaseRecord):
    """A callback, from the draw to the reviewed and closed line of the register.

    The status changes only through ``callbacks.transitions``. ``rated`` did the work
    and never calls; ``follow_up`` is the case that puts it right (转办单号),
    ``follows`` the unhappy callback that this one calls again. ``released_at`` is when
    it gave its place in the sample back.
    """

    row_hidden_from = "hidden_from_id"
    CLOSED_STATUSES = CLOSED

    candidate = models.OneToOneField(
        Candidate, models.PROTECT, null=True, related_name="callback"
    )
    draw = models.ForeignKey(
        Draw, models.PROTECT, null=True, related_name="callbacks", db_index=False
    )
    why = models.CharField(_("why"), max_length=10, choices=Why)
    source = models.CharField(_("source"), max_length=12, choices=Source)
    source_case = models.ForeignKey(
        Case, models.PROTECT, related_name="callbacks", verbose_name=_("case")
    )
    party = models.BigIntegerField(null=True)
    unit = models.ForeignKey(
        "estate.Unit", models.PROTECT, null=True, related_name="callbacks"
    )
    location = models.CharField(_("room or place"), max_length=60, blank=True)
    resident_name = models.CharField(_("resident"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    content = models.CharField(_("about"), max_length=200, blank=True)
    rated = staff(_("person rated"))
    hidden_from = staff(_("hidden from"), db_index=False)
    caller_post = models.CharField(_("who calls"), max_length=20)
    window_from = models.DateTimeField(_("may be called from"))
    window_until = models.DateTimeField(_("window ends"))
    do_not_call = models.BooleanField(_("asked not to be called"), default=False)
    caller = staff(_("caller"))
    called_at = models.DateTimeField(_("called"), null=True)
    interviewee = models.CharField(_("spoken to"), max_length=60, blank=True)
    method = models.CharField(_("how"), max_length=10, choices=Method, blank=True)
    timeliness = mark(_("timeliness"))
    quality = mark(_("quality"))
    attitude = mark(_("attitude"))
    charging = mark(_("charging"))
    cleanliness = mark(_("cleanliness"))
    rating = mark(_("rating"))
    comments = models.CharField(_("faults and suggestions"), max_length=500, blank=True)
    not_fixed = models.BooleanField(_("not fixed"), default=False)
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=Outcome, blank=True, default=Outcome.NONE
    )
    interviewee_sign = models.CharField(_("resident's sign"), max_length=60, blank=True)
    follow_up = models.ForeignKey(
        Case,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("put right under"),
    )
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="called_again",
        verbose_name=_("second callback to"),
    )
    reviewed_by = staff(_("reviewed by"))
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)
    review_note = models.CharField(_("review"), max_length=500, blank=True)
    released_at = models.DateTimeField(null=True, editable=False)

    objects = CallbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("callback")
        verbose_name_plural = _("callbacks")
        indexes = [
            open_by_due("callbacks_open_by_due", OPEN),
            models.Index(
                fields=["office", "-window_until", "-register"],
                name="callbacks_by_window",
            ),
            models.Index(
                fields=["caller", "window_until"],
                condition=TO_CALL,
                name="callbacks_of_caller",
            ),
            models.Index(fields=["unit", "-called_at"]),
        ]
        constraints = [
            two_people("callbacks_never_by_the_rated", "rated", "caller"),
            models.CheckConstraint(
                name="callbacks_review_by_another",
                condition=Q(reviewed_by=None)
                | Q(caller=None)
                | ~Q(reviewed_by=F("caller")),
            ),
            models.CheckConstraint(
                name="callbacks_assigned_has_caller",
                condition=~Q(status__in=["ASSIGNED", "COMPLETED", "FOLLOW_UP"])
                | Q(caller__isnull=False),
            ),
            models.CheckConstraint(
                name="callbacks_answer_is_whole",
                condition=~Q(outcome=Outcome.ANSWERED)
                | (
                    ~Q(rating="")
                    & ~Q(interviewee="")
                    & ~Q(method="")
                    & Q(called_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="callbacks_unhappy_says_why",
                condition=~Q(rating=Rating.C) | ~Q(comments=""),
            ),
            models.CheckConstraint(
                name="callbacks_visit_is_signed",
                condition=~Q(method=Method.VISIT, outcome=Outcome.ANSWERED)
                | ~Q(interviewee_sign=""),
            ),
            models.CheckConstraint(
                name="callbacks_follow_up_has_case",
                condition=~Q(status=Status.FOLLOW_UP) | Q(follow_up__isnull=False),
            ),
        ]
        triggers = [
            *guarded("callbacks_status", MOVES, born=Status.PLANNED),
            pgtrigger.Trigger(
                name="callbacks_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=STAYS,
            ),
        ]

    @property
    def status_words(self) -> str:
        """The status as people say it."""
        return str(Status(self.status).label)

    @property
    def is_unhappy(self) -> bool:
        """C, or the work is not done whatever the rating (edge case 24)."""
        return self.rating == Rating.C or self.not_fixed
