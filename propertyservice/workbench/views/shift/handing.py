"""Giving and taking a shift; the hand-over's page and its paper (交接班)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from propertyservice.cases.models import Case
from propertyservice.organisation import posts
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Staff
from propertyservice.organisation.second_factor import has_app
from propertyservice.planning import handovers, sources
from propertyservice.planning.models import FOUND, Confirmed, HandOver, HandOverLine
from propertyservice.planning.sources import GIVE, SEE, rostered
from propertyservice.printing.views import print_page
from propertyservice.ui.toasts import toast
from propertyservice.workbench.views.shift.finding import handover_of, office_of


class GiveForm(forms.Form):
    """What was found during the shift."""

    found = forms.CharField(
        label=gettext_lazy("What was found"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("One matter a line: lights out, a lost key, a guest."),
    )
    wide_fields = ("found",)


class TakeForm(forms.Form):
    """The receiver's signature; on the giver's screen with his own password."""

    person = forms.ModelChoiceField(
        Staff.objects.none(), label=gettext_lazy("Taken over by")
    )
    password = forms.CharField(
        label=gettext_lazy("Own password of the receiver"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark"), required=False, max_length=500
    )
    wide_fields = ("remark",)

    def __init__(self, *args: Any, handover: HandOver, here: Staff, **kw: Any) -> None:
        super().__init__(*args, **kw)
        on_post = Staff.objects.on_post(
            handover.duty.post, handover.office_id, timezone.localdate()
        ).exclude(pk=handover.given_by_id)
        self.fields["person"].queryset = on_post.order_by("name")  # type: ignore[attr-defined]
        if on_post.filter(pk=here.pk).exists():
            # He is logged in himself: that is his signature.
            del self.fields["person"], self.fields["password"]


@dataclass(frozen=True)
class Section:
    """A source's lines as they were kept."""

    label: str
    lines: Sequence[HandOverLine]


@require_http_methods(["GET", "HEAD", "POST"])
@permission(GIVE)
def give(request: StaffRequest) -> HttpResponse:
    """The list of now, what blocks, a place for what was found, and the signature."""
    office, user = office_of(request, GIVE), request.user
    post = request.GET.get("post", "")
    if post not in rostered():
        raise Http404
    if not handovers.may_give(user, post, office.pk):
        raise PermissionDenied(_("Your post does not include this hand-over."))
    duty = handovers.duty_to_give(office, post, user)
    form = GiveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = handovers.give(duty, by=user, found=form.cleaned_data["found"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            toast(request, _("Handed over. The next one signs now."))
            return redirect(made.get_absolute_url())
    lists = handovers.listed(office, post, timezone.now())
    context = {
        "form": form,
        "office": office,
        "duty": duty,
        "title": handovers.title(duty),
        "lists": lists,
        "blocking": [row for each in lists for row in each.blocking],
    }
    return render(request, "workbench/shift_give.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@permission(SEE)
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """One hand-over with its list; the receiver signs here."""
    handover = handover_of(request, pk)
    sent = request.POST if request.method == "POST" else None
    form = TakeForm(sent, handover=handover, here=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            _take(request, handover, form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            toast(request, _("Taken over."))
            return redirect(handover.get_absolute_url())
    context = {
        "handover": handover,
        "title": handovers.title(handover.duty),
        "post": posts.label(handover.duty.post),
        "sections": sections(handover, request.user),
        "form": form,
        "may_sign": handover.taken_by_id is None
        and request.user.may(GIVE, handover.office_id)
        and ("person" in form.fields or request.user.pk != handover.given_by_id),
    }
    return render(request, "workbench/shift_handover.html", context)


@require_safe
@permission(SEE)
def paper(request: StaffRequest, pk: int) -> HttpResponse:
    """The hand-over on A4 with both signatures; numbered and logged."""
    handover = handover_of(request, pk)
    url = handover.get_absolute_url()
    return print_page(
        request,
        "workbench/print_handover.html",
        {
            "handover": handover,
            "post": posts.label(handover.duty.post),
            "sections": sections(handover, request.user),
            "back": url,
        },
        subject=f"{handover.office.code}-{handover.duty.post}-{handover.pk}",
        office=handover.office,
        url=url,
        form="handover",
    )


def sections(handover: HandOver, reader: Staff) -> list[Section]:
    """The kept lines by source; only those whose source the reader may read, and no
    case about himself, also when that was said after the hand-over."""
    known = Case.objects.filter(pk=OuterRef("case")).filter(
        Q(hidden_from=None) | ~Q(hidden_from=reader)
    )
    kept = handover.lines.filter(Q(case=None) | Exists(known))
    lines = list(kept.select_related("case").order_by("pk"))
    found = []
    for key, rows in groupby(lines, key=lambda line: line.source):
        right = sources.right(key)
        if right and not reader.may(right, handover.office_id):
            continue
        found.append(Section(_label(key), list(rows)))
    return sorted(found, key=lambda each: each.label != _label(FOUND))


def _label(key: str) -> str:
    return _("What was found") if key == FOUND else sources.label(key)


def _take(request: StaffRequest, handover: HandOver, values: dict[str, Any]) -> None:
    """Sign as who is logged in, or as who has just typed his own password."""
    remark = values.get("remark", "")
    if "person" not in values:
        handovers.take(handover, by=request.user, remark=remark)
        return
    person = values["person"]
    # Through the same door as the login: wrong passwords are counted and lock.
    proved = authenticate(
        request, username=person.username, password=values["password"]
    )
    if proved is None or proved.pk != person.pk:
        raise ValidationError(
            {"password": _("This is not %(name)s's password.") % {"name": person}}
        )
    if has_app(person):
        raise ValidationError(
            _("%(name)s has a second factor and signs after logging in.")
            % {"name": person}
        )
    handovers.take(handover, by=person, remark=remark, confirmed=Confirmed.PASSWORD)
