"""Appointing people to posts (指定专人; RULES 2.0.1-2.0.2): every verb, in order.

Each raises PermissionDenied without the right, and ValidationError with a sentence at
the field that is wrong.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.audit import refusals
from propertyservice.organisation import posts, segregation
from propertyservice.organisation.models import Appointment, Office, Staff
from propertyservice.organisation.scope import because

EARLIEST = date(2000, 1, 1)
AHEAD = timedelta(days=366)


def may_appoint(by: Staff, post: str, office: Office) -> bool:
    """Whether ``by`` may fill this post in this office; needs no database."""
    return by.is_superuser or by.may(posts.get(post).appointed_with, office)


@transaction.atomic
def appoint(
    *,
    post: str,
    office: Office,
    holder: Staff,
    starts_on: date,
    by: Staff,
    ends_on: date | None = None,
    replace: bool = False,
) -> Appointment:
    """Give a post to somebody of the same company from a day on.

    ``replace`` ends the present holder's appointment the day before.
    """
    _require(by, post, office)
    _check_days(starts_on, ends_on)
    _check_person(holder, "holder", by, office)
    _lock(office)
    if replace:
        _make_room(post, office, starts_on)
    _check_free(post, office, holder, starts_on, ends_on)
    _check_apart(post, office, holder, "holder", starts_on, ends_on)
    wide = post in posts.COMPANY_WIDE
    return _saved(
        Appointment(
            post=post,
            company=office.company,
            office=None if wide else office,
            holder=holder,
            starts_on=starts_on,
            ends_on=ends_on,
            appointed_by=by,
        )
    )


@transaction.atomic
def end(
    appointment: Appointment, *, last_day: date, by: Staff, reason: str = ""
) -> None:
    """End an appointment after ``last_day``; one that never began is withdrawn.

    Yesterday is the earliest: the rights are gone at once then.
    """
    _require_for(by, appointment)
    yesterday = timezone.localdate() - timedelta(days=1)
    if last_day < yesterday:
        raise _wrong(
            "last_day",
            _("What was done until yesterday can't be undone. Choose a later day."),
        )
    if last_day > timezone.localdate() + AHEAD:
        raise _wrong("last_day", _("That is more than a year ahead. Check the date."))
    because(reason)
    if last_day < appointment.starts_on:
        appointment.delete()
        return
    appointment.ends_on = last_day
    _saved(appointment)


@transaction.atomic
def set_deputy(
    appointment: Appointment,
    *,
    deputy: Staff,
    deputy_from: date,
    deputy_to: date,
    by: Staff,
) -> None:
    """Let somebody stand in for the holder from one day to another."""
    office = _require_for(by, appointment)
    _check_days(deputy_from, deputy_to, "deputy_from", "deputy_to")
    _check_person(deputy, "deputy", by, office)
    if deputy == appointment.holder:
        raise _wrong("deputy", _("The deputy must be somebody else than the holder."))
    _lock(office)
    _check_apart(appointment.post, office, deputy, "deputy", deputy_from, deputy_to)
    appointment.deputy = deputy
    appointment.deputy_from, appointment.deputy_to = deputy_from, deputy_to
    _saved(appointment)


@transaction.atomic
def clear_deputy(appointment: Appointment, *, by: Staff) -> None:
    """Take the deputy's rights away at once."""
    _require_for(by, appointment)
    appointment.deputy = appointment.deputy_from = appointment.deputy_to = None
    _saved(appointment)


def office_of(appointment: Appointment, by: Staff) -> Office:
    """The office an appointment counts for; a company-wide one counts for any of
    the company's offices in which ``by`` works."""
    if appointment.office:
        return appointment.office
    return Office.objects.filter(company=appointment.company_id, pk__in=by.office_ids)[
        0
    ]


def _require(by: Staff, post: str, office: Office) -> None:
    if not may_appoint(by, post, office):
        raise PermissionDenied(
            _("Your post does not include filling the post “%(post)s”.")
            % {"post": posts.label(post)}
        )


def _require_for(by: Staff, appointment: Appointment) -> Office:
    office = office_of(appointment, by)
    _require(by, appointment.post, office)
    return office


def _lock(office: Office) -> None:
    """Two appointments in one office wait for each other, so that each sees both."""
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)


def _check_days(
    first: date, last: date | None, one: str = "starts_on", other: str = "ends_on"
) -> None:
    if not EARLIEST <= first <= timezone.localdate() + AHEAD:
        raise _wrong(one, _("This date can't be right. Check the year."))
    if last is not None and last < first:
        raise _wrong(other, _("The last day is before the first. Choose a later one."))
    if last is not None and last.year > timezone.localdate().year + 50:
        raise _wrong(other, _("This date can't be right. Check the year."))


def _check_person(person: Staff, field: str, by: Staff, office: Office) -> None:
    if not person.is_active:
        raise _wrong(
            field,
            _("%(name)s no longer works here. Choose somebody else."),
            name=person.name,
        )
    if person.office is None or person.office.company_id != office.company_id:
        raise _wrong(
            field,
            _("%(name)s belongs to another company. Choose somebody of this one."),
            name=person.name,
        )
    if person == by and not by.is_superuser:
        raise _wrong(field, _("Nobody appoints himself. Ask the manager to do it."))


def _overlapping(first: date, last: date | None) -> Q:
    began = Q() if last is None else Q(starts_on__lte=last)
    return began & (Q(ends_on=None) | Q(ends_on__gte=first))


def _here(office: Office) -> Q:
    return Q(office=office) | Q(office=None, company=office.company_id)


def _make_room(post: str, office: Office, starts_on: date) -> None:
    """End what holds a post on the day before it passes to somebody else."""
    holding = Appointment.objects.filter(
        _overlapping(starts_on, None), post=post, office=office, starts_on__lt=starts_on
    )
    for appointment in holding:
        appointment.ends_on = starts_on - timedelta(days=1)
        _saved(appointment)


def _check_free(
    post: str, office: Office, holder: Staff, first: date, last: date | None
) -> None:
    mine = Q() if posts.get(post).exclusive else Q(holder=holder)
    taken = (
        Appointment.objects.filter(
            _here(office), _overlapping(first, last), mine, post=post
        )
        .select_related("holder")
        .first()
    )
    if taken:
        raise _wrong(
            "holder",
            _(
                "%(name)s holds this post from %(since)s. End that appointment first, "
                "or tick “Replace”."
            ),
            name=taken.holder.name,
            since=taken.starts_on,
        )


def _check_apart(
    post: str,
    office: Office,
    person: Staff,
    field: str,
    first: date,
    last: date | None,
) -> None:
    """Refuse posts that must be in two hands (RULES 2.0.2), deputies included."""
    stands_in = Q(deputy=person, deputy_to__gte=first)
    if last is not None:
        stands_in &= Q(deputy_from__lte=last)
    held = Appointment.objects.filter(
        _here(office), Q(holder=person) & _overlapping(first, last) | stands_in
    )
    pair = segregation.conflict(post, held.values_list("post", flat=True))
    if pair:
        raise _wrong(
            field,
            _(
                "%(name)s already has the post “%(post)s”, which must be in other "
                "hands: %(why)s Choose somebody else."
            ),
            name=person.name,
            post=posts.label(pair.partner(post)),
            why=str(pair.why),
        )


def _saved(appointment: Appointment) -> Appointment:
    """Save, and say in words what the database refuses."""
    try:
        with transaction.atomic():
            appointment.save()
    except IntegrityError as refusal:
        raise ValidationError(refusals.sentence(refusal)) from refusal
    return appointment


def _wrong(field: str, sentence: str, **params: Any) -> ValidationError:
    return ValidationError({field: ValidationError(sentence, field, params)})
