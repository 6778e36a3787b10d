"""Upkeep of a household during a call (issue: on record and announced).

What changes much is shown before it happens: the preview is the real act, rolled back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from propertyservice.estate import forms, privacy
from propertyservice.estate.models import Occupancy, Person, Unit
from propertyservice.organisation.http import StaffRequest, asked, permission
from propertyservice.ui.toasts import toast
from propertyservice.workbench import households
from propertyservice.workbench.loading import MAINTAIN, person_or_404, unit_or_404


@dataclass(frozen=True)
class Page:
    """The words of one upkeep page, and where it leads afterwards."""

    title: str
    act: str
    done: str
    back: str
    who: str = ""


@permission(MAINTAIN)
def phone(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct the phone to call first, as heard on the line."""
    person = _person(request, pk)
    page = Page(
        title=_("Correct the phone of %(name)s") % {"name": person.name},
        act=_("Save the phone"),
        done=_("The phone of %(name)s is corrected.") % {"name": person.name},
        back=_back(request, person),
        who=person.name,
    )
    form = forms.CorrectPhoneForm(person, request.POST or None)
    more = {"phones": households.phones_of(request.user, person)}
    return _act(request, form, page, more)


@permission(MAINTAIN)
def move_in(request: StaffRequest, code: str) -> HttpResponse:
    """A tenant, relative or agent comes."""
    unit = _unit(request, code)
    page = Page(
        title=_("Somebody moves into %(unit)s") % {"unit": unit.label},
        act=_("Record the move"),
        done=_("Moving in is recorded for %(unit)s.") % {"unit": unit.label},
        back=unit.get_absolute_url(),
    )
    form = forms.MoveInForm(unit, request.POST or None)
    return _act(request, form, page, {"unit": unit})


@permission(MAINTAIN)
def move_out(request: StaffRequest, code: str) -> HttpResponse:
    """A tenant, relative or agent leaves."""
    unit = _unit(request, code)
    page = Page(
        title=_("Somebody moves out of %(unit)s") % {"unit": unit.label},
        act=_("Record the move"),
        done=_("Moving out is recorded for %(unit)s.") % {"unit": unit.label},
        back=unit.get_absolute_url(),
    )
    form = forms.MoveOutForm(unit, request.POST or None)
    return _act(request, form, page, {"unit": unit})


@permission(MAINTAIN)
def transfer(request: StaffRequest, code: str) -> HttpResponse:
    """Transfer of ownership (过户) at a date, previewed with everybody's shares."""
    unit = _unit(request, code)
    page = Page(
        title=_("Transfer ownership of %(unit)s") % {"unit": unit.label},
        act=_("Transfer the ownership"),
        done=_("%(unit)s has new owners.") % {"unit": unit.label},
        back=unit.get_absolute_url(),
    )
    form = forms.TransferForm(unit, request.POST or None)

    def seen() -> Any:
        return households.everybody(request.user, unit)

    return _previewed(request, form, page, seen, "workbench/transfer.html")


@permission(MAINTAIN)
def merge(request: StaffRequest, pk: int) -> HttpResponse:
    """One person entered twice becomes one; previewed with rooms and phones."""
    person = _person(request, pk)
    page = Page(
        title=_("Merge into %(name)s") % {"name": person.name},
        act=_("Merge the two"),
        done=_("The two entries of %(name)s are one now.") % {"name": person.name},
        back=_back(request, person),
        who=person.name,
    )
    form = forms.MergeForm(person, request.POST or None)

    def seen() -> Any:
        kept = Occupancy.objects.filter(person=person).select_related("unit")
        return households.members(request.user, kept)

    return _previewed(request, form, page, seen, "workbench/merge.html")


@permission("estate.view")
def reveal(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a masked field once, on record with its purpose (RULES 2.4)."""
    person = person_or_404(request.user, pk)
    form = forms.RevealForm(request.POST or None)
    if not request.user.may(privacy.REVEAL, person.office_id):
        form.fields["field"].choices = form.fields["field"].choices[:1]  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "form": form,
        "person": person,
        "back": _back(request, person),
        "value": None,
    }
    if form.is_valid():
        try:
            context["value"] = privacy.reveal(request.user, person, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    response = render(request, "workbench/reveal.html", context)
    add_never_cache_headers(response)
    return response


@permission(privacy.ERASE)
def erase(request: StaffRequest, pk: int) -> HttpResponse:
    """Erase phones, identity and bank numbers for good; name and history stay."""
    person = _person(request, pk, privacy.ERASE)
    page = Page(
        title=_("Erase the personal data of %(name)s") % {"name": person.name},
        act=_("Erase for good"),
        done=_("The personal data of %(name)s are erased.") % {"name": person.name},
        back=_back(request, person),
        who=person.name,
    )
    form = forms.ErasePersonForm(person, request.POST or None)
    return _act(request, form, page, {"erasing": True})


def _act(
    request: StaffRequest, form: forms.UpkeepForm, page: Page, more: dict[str, Any]
) -> HttpResponse:
    """Show the form; when it holds, do what it says and lead back."""
    if request.method == "POST" and form.apply(request.user):
        toast(request, page.done)
        return redirect(page.back)
    context = {"form": form, "page": page, **more}
    return render(request, "workbench/upkeep.html", context)


def _previewed(
    request: StaffRequest,
    form: forms.UpkeepForm,
    page: Page,
    seen: Callable[[], Any],
    template: str,
) -> HttpResponse:
    """Show the form, then what would be, then do it when that is confirmed."""
    context = {"form": form, "page": page, "before": seen(), "after": None}
    if request.method != "POST" or "change" in request.POST:
        return render(request, template, context)
    if "confirm" in request.POST:
        if form.apply(request.user):
            toast(request, page.done)
            return redirect(page.back)
        return render(request, template, context)
    with transaction.atomic():
        if form.apply(request.user):
            context["after"] = seen()
        transaction.set_rollback(True)
    return render(request, template, context)


def _unit(request: StaffRequest, code: str) -> Unit:
    unit = unit_or_404(request.user, code)
    _require(request, unit.office_id, MAINTAIN)
    return unit


def _person(request: StaffRequest, pk: int, right: str = MAINTAIN) -> Person:
    person = person_or_404(request.user, pk)
    _require(request, person.office_id, right)
    return person


def _require(request: StaffRequest, office_id: int, right: str) -> None:
    if not request.user.may(right, office_id):
        raise PermissionDenied(_("Your post does not include this act."))


def _back(request: StaffRequest, person: Person) -> str:
    """The household the person was reached from, else the person's own page."""
    code = asked(request, "unit")
    ties = Occupancy.objects.filter(person=person, unit__code=code)
    tie = ties.select_related("unit").first() if code else None
    if tie is not None:
        return tie.unit.get_absolute_url()

    return reverse("person", args=[person.pk])
