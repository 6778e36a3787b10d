"""Error pages with a number that the log knows."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
MEGABYTE = 1024 * 1024
log = logging.getLogger(__name__)


def new_number() -> str:
    """A number that a person can read out: ``E-7F3A91``."""
    return f"E-{secrets.token_hex(3).upper()}"


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 for more than the server takes; without asking the database."""
    if isinstance(exception, TOO_LARGE):
        most = {
            "megabytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE,
            "fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
            "files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        }
        back = request.get_full_path()
        return _page("413.html", 413, str(exception), most=most, back=back)
    return _page("400.html", 400, str(exception))


def not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """405 for what was sent to an address that only shows something."""
    answer = _page("405.html", 405, request.path, back=request.get_full_path())
    answer["Allow"] = allowed
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without asking the database, the session or the account."""
    return _page("500.html", 500, request.path)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a page older than its login; what was typed stays in the browser."""
    return _page("403_csrf.html", 403, reason)


def _page(template: str, status: int, about: str, **context: Any) -> HttpResponse:
    number = new_number()
    log.error("%s %s %s", number, status, about, exc_info=status == 500)
    page = render_to_string(template, {"error_number": number, **context})
    return HttpResponse(page, status=status)
