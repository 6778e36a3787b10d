"""Error pages with a number that the log knows."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

log = logging.getLogger(__name__)


def new_number() -> str:
    """A number that a person can read out: ``E-7F3A91``."""
    return f"E-{secrets.token_hex(3).upper()}"


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, without asking the database."""
    return _page("400.html", 400, str(exception))


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without asking the database, the session or the account."""
    return _page("500.html", 500, request.path)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a page older than its login; what was typed stays in the browser."""
    return _page("403_csrf.html", 403, reason)


def _page(template: str, status: int, about: str) -> HttpResponse:
    number = new_number()
    log.error("%s %s %s", number, status, about, exc_info=status == 500)
    return HttpResponse(
        render_to_string(template, {"error_number": number}), status=status
    )
