"""Requests through the WSGI handler, on a connection that stays open."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext

from benchmarks import bare
from propertyservice.organisation.models import Staff

TOKEN = "b" * 32
Body = Callable[[], Mapping[str, object]]


@dataclass
class Visitor:
    """Somebody who is logged in, in the database in use."""

    user: Staff
    cookie: str = field(init=False)

    def __post_init__(self) -> None:
        client = Client()
        client.force_login(self.user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookie = (
            f"{settings.SESSION_COOKIE_NAME}={session}; "
            f"{settings.CSRF_COOKIE_NAME}={TOKEN}"
        )

    def get(self, path: str, *, plain: bool = False) -> Callable[[], bytes]:
        """A function that opens the page once; ``plain`` behind bare middleware."""
        asked = RequestFactory(HTTP_COOKIE=self.cookie).get(path).environ
        handler = _bare if plain else PROGRAMME
        return lambda: _answer(handler, dict(asked), b"")

    def post(
        self, path: str, body: Body, *, plain: bool = False
    ) -> Callable[[], bytes]:
        """A function that sends the form once, with a key of its own."""
        handler = _bare if plain else PROGRAMME
        asked = RequestFactory(HTTP_COOKIE=self.cookie).post(path).environ
        asked["CONTENT_TYPE"] = "application/x-www-form-urlencoded"

        def send() -> bytes:
            said = {**body(), "csrfmiddlewaretoken": TOKEN}
            return _answer(handler, dict(asked), urlencode(said).encode(), wanted=302)

        return send


def _handler(middleware: list[str] | None = None) -> WSGIHandler:
    with override_settings(MIDDLEWARE=middleware or settings.MIDDLEWARE):
        return WSGIHandler()


def _bare(environ: dict[str, Any], start: Callable[..., object]) -> Any:
    """The bare page on a connection as Django has it: nothing is prepared."""
    connection.ensure_connection()
    kept = connection.connection.prepare_threshold
    connection.connection.prepare_threshold = None
    try:
        return BARE(environ, start)
    finally:
        connection.connection.prepare_threshold = kept


def _answer(
    handler: Callable[..., Any], environ: dict[str, Any], body: bytes, wanted: int = 0
) -> bytes:
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    seen: list[str] = []
    response = handler(environ, lambda status, *_rest: seen.append(status))
    content = b"".join(response)
    response.close()
    status = int(seen[0].split()[0])
    if status >= 400 or (wanted and status != wanted):
        raise RuntimeError(f"{environ['PATH_INFO']} answered {seen[0]}")
    return content


def statements(act: Callable[[], object]) -> int:
    """How many statements a request sends, BEGIN and COMMIT included."""
    act()
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def once_key() -> str:
    """A key for one press of a form."""
    return str(uuid.uuid4())


PROGRAMME = _handler()
BARE = _handler(bare.MIDDLEWARE)
