"""``/posts/``: who holds which post; the supervisor appoints (RULES 2.0.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from propertyservice.organisation import appointments, posts
from propertyservice.organisation.forms import AppointForm, DeputyForm, EndForm
from propertyservice.organisation.http import StaffRequest, asked, permission
from propertyservice.organisation.models import Appointment, Office
from propertyservice.organisation.posts import Post

VIEW = "organisation.view_posts"


@dataclass(frozen=True)
class PostRow:
    """A post of the list with those who hold it now or will."""

    post: Post
    held: list[Appointment]
    coming: list[Appointment]
    may_appoint: bool

    @property
    def is_vacant(self) -> bool:
        """A named-person post (专人) that nobody holds today."""
        return self.post.exclusive and not self.held


@require_safe
@permission(VIEW)
def post_list(request: StaffRequest) -> HttpResponse:
    """Every post of an office; a vacant named post is a warning."""
    office = _office(request)
    rows = _rows(request, office)
    return render(
        request,
        "organisation/posts.html",
        {
            "office": office,
            "offices": Office.objects.filter(pk__in=request.user.offices_for(VIEW)),
            "rows": rows,
            "vacant": [row for row in rows if row.is_vacant],
            "may_appoint": any(row.may_appoint for row in rows),
            "today": timezone.localdate(),
        },
    )


@permission(VIEW)
def appoint(request: StaffRequest) -> HttpResponse:
    """Give a post to somebody."""
    office = _office(request)
    form = AppointForm(
        request.POST or None,
        initial={"post": request.GET.get("post")},
        office=office,
        by=request.user,
    )
    if not form.fields["post"].choices:  # type: ignore[attr-defined]
        raise PermissionDenied(_("Your post does not include this act."))

    def save(values: dict[str, Any]) -> str:
        made = appointments.appoint(office=office, by=request.user, **values)
        return _("%(name)s is appointed: %(post)s.") % {
            "name": made.holder,
            "post": posts.label(made.post),
        }

    return _answer(request, form, office, save, _("Appoint"))


@permission(VIEW)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """End an appointment."""
    appointment, office = _appointment_to_change(request, pk)
    form = EndForm(request.POST or None)

    def save(values: dict[str, Any]) -> str:
        appointments.end(appointment, by=request.user, **values)
        return _("The appointment of %(name)s ends.") % {"name": appointment.holder}

    return _answer(request, form, office, save, _("End the appointment"), appointment)


@permission(VIEW)
def deputy(request: StaffRequest, pk: int) -> HttpResponse:
    """Name somebody who stands in for the holder."""
    appointment, office = _appointment_to_change(request, pk)
    form = DeputyForm(request.POST or None, office=office)

    def save(values: dict[str, Any]) -> str:
        appointments.set_deputy(appointment, by=request.user, **values)
        return _("%(name)s stands in from %(since)s.") % {
            "name": appointment.deputy,
            "since": appointment.deputy_from,
        }

    return _answer(request, form, office, save, _("Name a deputy"), appointment)


@require_POST
@permission(VIEW)
def clear_deputy(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the deputy's rights away."""
    appointment, office = _appointment(request, pk)
    appointments.clear_deputy(appointment, by=request.user)
    messages.success(request, _("There is no deputy any more."))
    return _back(office)


def _answer(
    request: StaffRequest,
    form: Form,
    office: Office,
    save: Callable[[dict[str, Any]], str],
    title: str,
    appointment: Appointment | None = None,
) -> HttpResponse:
    """Save a valid form and go back to the list, or show it with its sentences."""
    if request.method == "POST" and form.is_valid():
        try:
            sentence = save(form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, sentence)
            return _back(office)
    context = {
        "form": form,
        "office": office,
        "title": title,
        "appointment": appointment,
        "label": posts.label(appointment.post) if appointment else "",
    }
    return render(request, "organisation/post_form.html", context)


def _back(office: Office) -> HttpResponse:
    response = redirect("posts")
    response["Location"] += f"?office={office.code}"
    return response


def _office(request: StaffRequest) -> Office:
    """The office asked for, else the one at work; 404 outside his own."""
    own = Office.objects.filter(pk__in=request.user.offices_for(VIEW))
    if code := asked(request, "office"):
        return get_object_or_404(own.select_related("company"), code=code)
    chosen: int = request.session.get("office") or request.user.office_id or 0
    offices = {office.pk: office for office in own.select_related("company")}
    if not offices:
        raise Http404
    return offices.get(chosen) or next(iter(offices.values()))


def _appointment(request: StaffRequest, pk: int) -> tuple[Appointment, Office]:
    """An appointment of an office whose posts he may see; 404 for any other."""
    own = request.user.offices_for(VIEW)
    appointment = get_object_or_404(
        Appointment.objects.select_related("holder", "office__company").filter(
            Q(office__in=own)
            | Q(
                office=None,
                company__in=Office.objects.filter(pk__in=own).values("company"),
            )
        ),
        pk=pk,
    )
    return appointment, appointments.office_of(appointment, request.user)


def _appointment_to_change(
    request: StaffRequest, pk: int
) -> tuple[Appointment, Office]:
    """The same, and 403 for whoever may see it but not change it."""
    appointment, office = _appointment(request, pk)
    if not appointments.may_appoint(request.user, appointment.post, office):
        raise PermissionDenied(_("Your post does not include this act."))
    return appointment, office


def _rows(request: StaffRequest, office: Office) -> list[PostRow]:
    today = timezone.localdate()
    found: dict[str, list[Appointment]] = {}
    for appointment in (
        Appointment.objects.filter(
            Q(office=office) | Q(office=None, company=office.company_id),
            Q(ends_on=None) | Q(ends_on__gte=today),
        )
        .select_related("holder", "deputy", "appointed_by")
        .order_by("starts_on", "holder__name")
    ):
        found.setdefault(appointment.post, []).append(appointment)
    return [
        PostRow(
            post=post,
            held=[each for each in found.get(post.code, []) if each.starts_on <= today],
            coming=[
                each for each in found.get(post.code, []) if each.starts_on > today
            ],
            may_appoint=appointments.may_appoint(request.user, post.code, office),
        )
        for post in posts.every()
    ]
