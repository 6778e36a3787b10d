"""One slim row per case of any clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked
from propertyservice.cases import clauses

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff

NAMED_FOR_GOOD = """
RAISE EXCEPTION 'number, clause and office of a case stay'
  USING ERRCODE = 'check_violation', CONSTRAINT = 'cases_named_for_good',
        TABLE = TG_TABLE_NAME;
"""


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases, narrowed to those that exist for somebody."""

    def visible_to(self, user: Staff, clause: str = "") -> Self:
        """Cases of clauses he may view in their office, and his own; never hidden ones.

        ``clause`` asks for one clause alone. Narrows with conditions only, so that rows
        can be locked; what could add nothing is left out, since every page counts here.
        """
        seen = Q(holder=user)
        for each in [clauses.get(clause)] if clause else clauses.every():
            offices = user.offices_for(each.view)
            if offices:
                seen |= Q(clause=each.code, office__in=offices)
            if each.also_visible and not offices >= user.office_ids:
                seen |= Q(clause=each.code, pk__in=each.also_visible(user))
        found = self.filter(clause=clause) if clause else self
        return found.filter(seen, office__in=user.office_ids).filter(
            Q(hidden_from=None) | ~Q(hidden_from=user)
        )

    def waiting_for(self, user: Staff, clause: str = "") -> Self:
        """Open cases that wait for this person, or for a post he holds."""
        mine = Q(holder=user)
        for post, offices in user.posts_held.items():
            mine |= Q(holder=None, holder_post=post, office__in=offices)
        return self.visible_to(user, clause).filter(mine, is_open=True)


@tracked(hidden=("search_text",))
class Case(models.Model):
    """A numbered row of a paper register, whichever clause it belongs to (4.9).

    Deadlines, approvals, notices, files and steps point here. ``holder`` must act next;
    without one, whoever holds ``holder_post`` in the office must. ``due_at`` is the
    earliest running deadline. ``search_text`` is what ``cases.search`` finds it by:
    the clause puts subject, place and name there.
    """

    row_security = "office_id"
    row_hidden_from = "hidden_from_id"
    never_deleted = True

    clause = models.CharField(_("clause"), max_length=20, editable=False)
    number = models.CharField(_("number"), max_length=30, unique=True, editable=False)
    office = models.ForeignKey(
        "organisation.Office", models.PROTECT, related_name="+", editable=False
    )
    unit = models.ForeignKey(
        "estate.Unit", models.PROTECT, null=True, blank=True, related_name="cases"
    )
    place = models.ForeignKey(
        "estate.Place", models.PROTECT, null=True, blank=True, related_name="cases"
    )
    person = models.ForeignKey(
        "estate.Person", models.PROTECT, null=True, blank=True, related_name="cases"
    )
    title = models.CharField(_("subject"), max_length=200)
    search_text = models.CharField(max_length=600, blank=True, editable=False)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("holder"),
    )
    holder_post = models.CharField(_("post that must act"), max_length=20, blank=True)
    is_open = models.BooleanField(_("open"), default=True)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    last_step_at = models.DateTimeField(_("last step"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True)
    due_at = models.DateTimeField(_("due"), null=True)
    hidden_from = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = [
            models.Index(fields=["unit", "-opened_at"]),
            models.Index(fields=["place", "-opened_at"]),
            models.Index(
                fields=["holder", "due_at"],
                condition=Q(is_open=True),
                name="cases_open_by_holder",
            ),
            models.Index(
                fields=["office", "holder_post", "due_at"],
                condition=Q(is_open=True, holder=None),
                name="cases_open_by_post",
            ),
            models.Index(fields=["office", "clause", "-opened_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="cases_closed_has_time",
                condition=Q(is_open=True, closed_at=None)
                | Q(is_open=False, closed_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="named_for_good",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("number", "clause", "office"),
                func=NAMED_FOR_GOOD,
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse(clauses.get(self.clause).url_name, args=[self.number])
