"""The base of a month's callbacks, in a seeded order that anyone can recompute."""

from __future__ import annotations

import secrets

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callbacks.models.codes import Excluded, Source, Why
from propertyservice.audit.history import append_only, tracked
from propertyservice.audit.models import Run
from propertyservice.cases.models import Case


def new_seed() -> str:
    """Sixteen hexadecimal digits nobody chose."""
    return secrets.token_hex(8)


@tracked()
class Sampling(models.Model):
    """One office's population of one source and month, and its seed (RULES 2.2).

    A candidate belongs to the month in which his window ends, so that the sample of a
    month is a sample of exactly that month's base (edge case 22). The seed stands
    before the first candidate comes in and never changes.
    """

    row_security = "office_id"
    never_deleted = True

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    source = models.CharField(_("source"), max_length=12, choices=Source)
    month = models.DateField(_("month"))
    seed = models.CharField(_("seed"), max_length=32, default=new_seed)

    class Meta:
        verbose_name = _("sampling")
        verbose_name_plural = _("samplings")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "source", "month"],
                name="callbacks_one_sampling_a_month",
            ),
            models.CheckConstraint(
                name="callbacks_month_begins", condition=Q(month__day=1)
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="callbacks_seed_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
RAISE EXCEPTION 'a sampling never changes'
  USING ERRCODE = 'check_violation', CONSTRAINT = 'callbacks_seed_stays',
        TABLE = TG_TABLE_NAME;
""",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.month:%Y-%m}"


@append_only
class Candidate(models.Model):
    """Something that wants a callback: a task sheet that is back, a complainant.

    Written once when it is announced, never changed: who was drawn stands in the
    callbacks. ``reference`` is what the order is made from, ``turn`` 2 the second call
    of a leak. The window is half-open: from ``opens_at`` until before ``until``.
    """

    row_security = "office_id"
    row_hidden_from = "hidden_from_id"

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    sampling = models.ForeignKey(
        Sampling, models.PROTECT, related_name="candidates", db_index=False
    )
    source = models.CharField(_("source"), max_length=12, choices=Source)
    case = models.ForeignKey(Case, models.PROTECT, related_name="callback_candidates")
    reference = models.CharField(_("reference"), max_length=40)
    turn = models.PositiveSmallIntegerField(_("turn"), default=1)
    party = models.BigIntegerField(null=True)
    rated = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("person rated"),
    )
    trade = models.CharField(_("trade"), max_length=15, blank=True)
    hidden_from = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    caller_post = models.CharField(_("who calls"), max_length=20)
    rule_key = models.CharField(_("rule"), max_length=80)
    rate = models.DecimalField(_("rate"), max_digits=5, decimal_places=4)
    days = models.PositiveSmallIntegerField(_("days"))
    arose_at = models.DateTimeField(_("arose"))
    opens_at = models.DateTimeField(_("may be called from"))
    until = models.DateTimeField(_("window ends"))
    month = models.DateField(_("month"))
    excluded = models.CharField(
        _("not in the base"),
        max_length=15,
        choices=Excluded,
        default=Excluded.IN_BASE,
        blank=True,
    )
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("candidate for a callback")
        verbose_name_plural = _("candidates for a callback")
        indexes = [
            models.Index(fields=["sampling", "rated", "trade"]),
            models.Index(fields=["office", "month", "source"]),
            models.Index(
                fields=["office", "-until", "-id"], name="callbacks_base_by_window"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "turn"], name="callbacks_one_candidate_a_turn"
            ),
            models.CheckConstraint(
                name="callbacks_rate_is_a_share",
                condition=Q(rate__gte=0, rate__lte=1),
            ),
            models.CheckConstraint(
                name="callbacks_window_in_order",
                condition=Q(until__gt=models.F("opens_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class DrawKind(models.TextChoices):
    """What made a draw."""

    NIGHT = "NIGHT", _("Nightly draw")
    ARRIVAL = "ARRIVAL", _("Always called, on arrival")
    RELEASE = "RELEASE", _("One did not answer")
    ADDED = "ADDED", _("Added by staff")


@append_only
class Draw(models.Model):
    """One draw from a sampling: what it saw, how many it wanted and took.

    ``seen`` is the last candidate that stood in the base by then; ``released`` the
    callback that gave its place back. With seed and candidates this is all that a
    recount needs (``draw_callbacks --verify``).
    """

    row_security = "office_id"

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    sampling = models.ForeignKey(Sampling, models.PROTECT, related_name="draws")
    run = models.ForeignKey(Run, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=DrawKind)
    at = models.DateTimeField(_("at"))
    seen = models.BigIntegerField()
    base = models.PositiveIntegerField(_("base"))
    wanted = models.PositiveIntegerField(_("wanted"))
    held = models.PositiveIntegerField(_("called or to be called"))
    taken = models.PositiveIntegerField(_("taken"))
    released = models.ForeignKey(
        "callbacks.Callback", models.PROTECT, null=True, related_name="releases"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("draw")
        verbose_name_plural = _("draws")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


@append_only
class Taken(models.Model):
    """A candidate whom a draw took, in the order of the draw (RULES 2.2).

    The draw writes this alone; the register's line is opened from it right after. A
    worker killed in between leaves rows without a callback, and the next run opens
    these first: nobody drawn is lost, and nobody is opened twice (4.3.1).
    """

    row_security_of = "candidate"

    candidate = models.OneToOneField(
        Candidate, models.PROTECT, primary_key=True, related_name="taken"
    )
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="taken_ones")
    place = models.PositiveIntegerField(_("place in the order"))
    why = models.CharField(_("why"), max_length=10, choices=Why)

    class Meta:
        verbose_name = _("taken for a callback")
        verbose_name_plural = _("taken for callbacks")

    def __str__(self) -> str:
        return f"{self.draw_id}/{self.place}"
