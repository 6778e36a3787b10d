"""An address that only takes acts, opened as a page: on to the page it belongs to.

It happens after a login in between (its ``next`` is where the act was sent), with the
browser's back button and with links copied from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from propertyservice.ui import errors

NOT_ALLOWED = 405


class WrongWayMiddleware:
    """Nobody meets the empty 405 of a view that takes only some methods."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != NOT_ALLOWED:
            return response
        if request.method not in ("GET", "HEAD"):
            return errors.not_allowed(request, response["Allow"])
        if not len(messages.get_messages(request)):
            messages.warning(
                request,
                _(
                    "Nothing was done: opening an address carries nothing out. "
                    "If it is still needed, do it again here."
                ),
            )
        return redirect(page_above(request.path))


def page_above(path: str) -> str:
    """The nearest address above this one that is about the same thing; home at last.

    The same thing: the parts of its address are parts of this one's, by name and value.
    """
    known = resolve(path).kwargs.items()
    while path.strip("/"):
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            above = resolve(path)
        except Resolver404:
            continue
        if above.kwargs.items() <= known:
            return path
    return "/"
