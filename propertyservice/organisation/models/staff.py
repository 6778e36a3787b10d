"""People who work here, and what they may do where."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked
from propertyservice.organisation import posts
from propertyservice.organisation.models.appointments import Appointment
from propertyservice.organisation.models.offices import Office

HELD = """
ARRAY(SELECT jsonb_build_object('post', a.post, 'office', a.office_id,
  'company', a.company_id, 'holder', a.holder_id,
  'offices', ARRAY(SELECT o.id FROM organisation_office o
    WHERE o.company_id = a.company_id))
FROM organisation_appointment a
JOIN organisation_staff h ON h.id = a.holder_id AND h.is_active
WHERE a.starts_on <= %s AND (a.ends_on IS NULL OR a.ends_on >= %s)
  AND (a.holder_id = organisation_staff.id OR (a.deputy_id = organisation_staff.id
    AND %s BETWEEN a.deputy_from AND a.deputy_to)))
"""
# A password that somebody else wrote is known to two: who wrote it stands beside it.
GIVEN = """
actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb
  ->> 'user')::bigint;
IF actor <> NEW.id AND NEW.password NOT LIKE '!%'
   AND (TG_OP = 'INSERT' OR OLD.password IS DISTINCT FROM NEW.password) THEN
  NEW.password_set_by_id := actor;
  NEW.password_set_at := now();
END IF;
RETURN NEW;
"""


class StaffQuerySet(models.QuerySet["Staff"]):
    """Staff with what they may do."""

    def with_rights(self, on: date) -> Self:
        """Load person, home office and every post held, in one statement.

        Written out, because each request asks it and building it costs more than
        running it.
        """
        held = RawSQL(HELD, [on, on, on], ArrayField(models.JSONField()))  # noqa: S611
        return self.select_related("office__company").annotate(held=held)

    def on_post(self, post: str, office: Office | int, on: date) -> Self:
        """Active staff who hold a post in an office on a day, deputies included."""
        office_id = office if isinstance(office, int) else office.pk
        inside = Appointment.objects.of_post(post, office_id, on)
        deputies = inside.with_deputy(on)
        return self.filter(
            Q(pk__in=inside.values("holder")) | Q(pk__in=deputies.values("deputy")),
            is_active=True,
        )


class StaffManager(UserManager["Staff"].from_queryset(StaffQuerySet)):  # type: ignore[misc]
    """Staff by name, with rights."""


@tracked(hidden=("password", "last_login"))
class Staff(AbstractUser):
    """A member of staff: logs in, holds posts by appointment, acts in offices.

    ``password_set_by`` is filled by a trigger while the password is one that somebody
    else wrote: nothing but the choice of an own one opens then (3.1).
    """

    first_name = last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=40)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name=_("home office"),
    )
    trades = models.JSONField(_("trades"), default=list, blank=True)
    theme = models.CharField(max_length=5, blank=True)
    shortcuts = models.BooleanField(_("single-key shortcuts"), default=True)
    password_set_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("password set by"),
    )
    password_set_at = models.DateTimeField(
        _("password set at"), null=True, editable=False
    )

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[StaffManager] = StaffManager()

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")
        triggers = [
            pgtrigger.Trigger(
                name="given_password",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("actor", "bigint")],
                func=GIVEN,
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def posts_held(self) -> dict[str, frozenset[int]]:
        """Each post held today (own or as deputy) with the offices it holds in."""
        held: dict[str, set[int]] = {}
        for row in self._held():
            offices = row["offices"] if row["office"] is None else [row["office"]]
            held.setdefault(row["post"], set()).update(offices)
        return {post: frozenset(offices) for post, offices in held.items()}

    @cached_property
    def represents(self) -> dict[tuple[str, int], int]:
        """For posts held as deputy only: (post, office) -> the holder's id."""
        places = [
            ((row["post"], office), row["holder"])
            for row in self._held()
            for office in (row["offices"] if row["office"] is None else [row["office"]])
        ]
        own = {place for place, holder in places if holder == self.pk}
        return {place: holder for place, holder in places if place not in own}

    def represented(
        self,
        codes: Iterable[str],
        office: Office | int,
        but: Iterable[int | None] = (),
    ) -> int | None:
        """The holder for whom this person acts in an office, when he holds these posts
        there as a deputy only; another than ``but`` where he stands in for several."""
        names = self.in_whose_name(codes, office)
        if not names or self.pk in names:
            return None
        return min(names - set(but) or names)

    def in_whose_name(
        self, codes: Iterable[str], office: Office | int
    ) -> frozenset[int]:
        """Who holds one of these posts in an office where this person acts on it: he
        himself, or those whose deputy he is today."""
        office_id = office if isinstance(office, int) else office.pk
        wanted = set(codes)
        return frozenset(
            row["holder"]
            for row in self._held()
            if row["post"] in wanted
            and (row["office"] == office_id or row["office"] is None)
            and (row["office"] is not None or office_id in row["offices"])
        )

    def _held(self) -> list[dict[str, Any]]:
        if not hasattr(self, "held"):
            fresh = Staff.objects.with_rights(timezone.localdate()).get(pk=self.pk)
            self.held: list[dict[str, Any]] = fresh.held
        return self.held

    @cached_property
    def rights(self) -> dict[str, frozenset[int]]:
        """Each right with the offices it holds in."""
        found: dict[str, set[int]] = {}
        for post, offices in self.posts_held.items():
            for right in posts.rights_of([post]):
                found.setdefault(right, set()).update(offices)
        return {right: frozenset(offices) for right, offices in found.items()}

    def may(self, right: str, office: Office | int) -> bool:
        """Whether this person has a right in one office."""
        office_id = office if isinstance(office, int) else office.pk
        return self.is_active and office_id in self.rights.get(right, ())

    def may_anywhere(self, right: str) -> bool:
        """Whether this person has a right in at least one office."""
        return self.is_active and bool(self.rights.get(right))

    def offices_for(self, right: str) -> frozenset[int]:
        """The ids of the offices in which this person has a right."""
        return self.rights.get(right, frozenset()) if self.is_active else frozenset()

    def holds(self, codes: Iterable[str], office: Office | int) -> bool:
        """Whether this person holds one of these posts in an office."""
        office_id = office if isinstance(office, int) else office.pk
        return any(office_id in self.posts_held.get(code, ()) for code in codes)

    @cached_property
    def office_ids(self) -> frozenset[int]:
        """Every office this person works in: the outer bound of what exists for him."""
        if self.is_superuser:
            return frozenset(Office.objects.values_list("pk", flat=True))
        return frozenset().union(*self.posts_held.values())

    @cached_property
    def post_labels(self) -> list[str]:
        """The names of the posts held, for the top bar."""
        order = {post.code: place for place, post in enumerate(posts.every())}
        return [posts.label(code) for code in sorted(self.posts_held, key=order.get)]  # type: ignore[arg-type]
