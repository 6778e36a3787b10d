"""The shell's switches and the saved views; the parts sheet in DEBUG."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from propertyservice.organisation.http import StaffRequest, key_of, local_next
from propertyservice.ui import partsheet
from propertyservice.ui.context import THEMES
from propertyservice.ui.forms import SaveViewForm
from propertyservice.ui.models import SavedView
from propertyservice.ui.toasts import toast

YEAR = 365 * 24 * 3600


def language(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Django's language switch, open to those who are not logged in yet."""
    return login_not_required(view)


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Switch between light and dark: in the account, and in a cookie for the login."""
    chosen = request.POST.get("theme", "")
    if chosen not in THEMES:
        chosen = THEMES[0]
    if request.user.is_authenticated and request.user.theme != chosen:
        request.user.theme = chosen
        request.user.save(update_fields=["theme"])
    response = _back(request)
    response.set_cookie(
        "theme",
        chosen,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_POST
def choose_office(request: StaffRequest) -> HttpResponse:
    """Choose which of several offices new forms and the page head are for."""
    office = key_of(request.POST.get("office", ""))
    if office not in request.user.office_ids:
        raise PermissionDenied(_("You hold no post in that office."))
    request.session["office"] = office
    return _back(request)


@require_safe
def more(request: StaffRequest) -> HttpResponse:
    """The navigation as a page, for phones."""
    return render(request, "ui/more.html")


def keyboard(request: StaffRequest) -> HttpResponse:
    """The list of keys; single keys can be switched off (WCAG 2.1.4)."""
    if request.method == "POST":
        request.user.shortcuts = request.POST.get("shortcuts") == "on"
        request.user.save(update_fields=["shortcuts"])
        toast(request, _("The choice is saved."))
        return redirect("keyboard")
    return render(request, "ui/keyboard.html")


@require_POST
def save_view(request: StaffRequest) -> HttpResponse:
    """Keep the filters of a list under a name; the same name is replaced."""
    form = SaveViewForm(request.POST)
    if not form.is_valid():
        return render(request, "ui/save_view.html", {"form": form}, status=422)
    facts = form.cleaned_data
    SavedView.objects.update_or_create(
        owner=request.user,
        register=facts["register"],
        name=facts["name"],
        defaults={"query": facts["query"], "shared": facts["shared"]},
    )
    toast(request, _("The view “%(name)s” is saved.") % {"name": facts["name"]})
    return _back(request)


@require_POST
def delete_view(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget one of the person's own views."""
    view = get_object_or_404(SavedView, pk=pk, owner=request.user)
    view.delete()
    toast(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
    return _back(request)


@require_safe
def parts(request: HttpRequest) -> HttpResponse:
    """Every part of the look on one page (DEBUG only)."""
    context: dict[str, Any] = partsheet.context(request)
    return render(request, "ui/parts.html", context)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Return to the page the switch stands on; never to another host."""
    return HttpResponseRedirect(local_next(request))
