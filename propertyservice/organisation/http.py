"""What every request passes: language, idle time, second factor, scope."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from propertyservice.organisation.models import Staff
from propertyservice.organisation.passwords import must_choose_own
from propertyservice.organisation.scope import scope

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
GetResponse = Callable[[HttpRequest], HttpResponse]
SEEN_EVERY = 300
KEY_DIGITS = 18
SAFE = ("GET", "HEAD", "OPTIONS")
UNDONE = "undone"
GATES = ("second-factor", "password_change")
OPEN_BEFORE = ("password_change", "logout", "set_language", "theme")
"""What opens before a password that somebody else set is replaced by one's own."""


class StaffRequest(HttpRequest):
    """A request whose user is logged in; tells the type checker so."""

    user: Staff  # type: ignore[assignment]
    htmx: Any


def permission(
    right: str,
) -> Callable[
    [Callable[Concatenate[StaffRequest, P], R]],
    Callable[Concatenate[StaffRequest, P], R],
]:
    """Refuse a view (403) to those who have the right in no office.

    The view still asks ``user.may(right, office)`` for the object's own office.
    """

    def guard(
        view: Callable[Concatenate[StaffRequest, P], R],
    ) -> Callable[Concatenate[StaffRequest, P], R]:
        @wraps(view)
        def guarded(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if not request.user.may_anywhere(right):
                raise PermissionDenied(_("Your post does not include this act."))
            return view(request, *args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined]
        return guarded

    return guard


def asked(request: HttpRequest, name: str) -> str:
    """A value of the query string, without the sign that PostgreSQL does not take."""
    return request.GET.get(name, "").replace("\0", "")


def local_next(request: HttpRequest, otherwise: str = "/") -> str:
    """Where ``next`` leads, sent or in the address, if that is a page of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else otherwise


def key_of(text: str) -> int | None:
    """A row's key as a form or address gives it; None for what can't be one."""
    return int(text) if text.isdecimal() and len(text) <= KEY_DIGITS else None


class LanguageMiddleware:
    """Chinese unless the language switch says otherwise; browsers don't decide."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


class LoginFirstMiddleware(LoginRequiredMiddleware):
    """Asks for the login; whoever sent something is told afterwards that it is lost."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if request.path == reverse("logout"):
            return redirect(settings.LOGIN_URL)
        _remember_undone(request)
        return super().handle_no_permission(request, view_func)


class ScopeMiddleware:
    """One transaction per request of a logged-in user, that sees only his offices.

    It wraps the view and the rendering. A failed request is rolled back whole.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = _unwrapped(request.user)
        if not isinstance(user, Staff):
            return self.get_response(request)
        request.user = user
        if turned_away := _turned_away(request, user):
            return turned_away
        _tell_undone(request)
        with scope(user) as opened:
            request.scope = opened  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= 500 or hasattr(request, "failed"):
                transaction.set_rollback(True)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> None:
        """No address has a NUL sign in it; PostgreSQL would break on one."""
        if "\0" in request.path:
            raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Leave a mark: rolling back here would end the transaction too early."""
        request.failed = True  # type: ignore[attr-defined]


def _unwrapped(user: Any) -> Any:
    """The person behind the lazy objects of login and second factor.

    A page asks a hundred times what he may do; through two proxies that was a quarter
    of its cost.
    """
    while isinstance(user, SimpleLazyObject):
        bool(user)
        user = user._wrapped  # type: ignore[attr-defined]
    return user


def _turned_away(request: HttpRequest, user: Staff) -> HttpResponse | None:
    """A redirect for a session that slept too long, or lacks its second factor."""
    now = int(time.time())
    seen = request.session.get("seen", now)
    if now - seen > settings.SESSION_IDLE_SECONDS:
        logout(request)
        _remember_undone(request)
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    if now - seen > SEEN_EVERY or "seen" not in request.session:
        request.session["seen"] = now
    if needs_second_factor(user) and not user.is_verified():  # type: ignore[attr-defined]
        page = reverse("second-factor")
        if not request.path.startswith((page, reverse("logout"))):
            _remember_undone(request)
            return redirect(f"{page}?next={request.path}")
    elif must_choose_own(user) and request.path not in map(reverse, OPEN_BEFORE):
        _remember_undone(request)
        return redirect("password_change")
    return None


def _remember_undone(request: HttpRequest) -> None:
    """Keep through the login that something was sent, and not carried out."""
    if request.method not in SAFE:
        request.session[UNDONE] = True


def _tell_undone(request: HttpRequest) -> None:
    """Say it on the first page behind the login (the gate itself shows none)."""
    if UNDONE not in request.session or request.path in map(reverse, GATES):
        return
    del request.session[UNDONE]
    messages.warning(
        request,
        _(
            "Your login had ended when you sent this. It was not carried out: "
            "do it again here."
        ),
    )


def needs_second_factor(user: Staff) -> bool:
    """Whether the home office asks a second factor of one of the posts held."""
    wanted = user.office.second_factor_posts if user.office else []
    return any(post in user.posts_held for post in wanted)
