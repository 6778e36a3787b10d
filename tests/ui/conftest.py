"""A reader of lists, and requests in his name."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from propertyservice.organisation.models import Staff
from propertyservice.ui.lists.page import RegisterPage
from tests.support.people import hire, make_office
from tests.ui.directory import Directory

Ask = Callable[..., RegisterPage]


@pytest.fixture
def reader(db: None) -> Staff:
    """A supervisor who looks at lists."""
    person = hire(make_office(), "CS_SUPERVISOR", name="李敏")
    assert person.rights  # loaded once, as the login does
    return person


@pytest.fixture
def request_of(rf: RequestFactory) -> Callable[..., HttpRequest]:
    """``request_of(staff, "?q=x")``: a request as the middlewares leave it."""

    def make(user: Staff, query: str = "", **extra: Any) -> Any:
        request: Any = rf.get(f"/list/{query}", **extra)
        request.user = user
        request.session = {}
        request.htmx = SimpleNamespace(target=None, history_restore_request=False)
        return request

    return make


@pytest.fixture
def ask(reader: Staff, request_of: Callable[..., HttpRequest]) -> Ask:
    """``ask("?q=x")``: the page of the directory for that query string."""

    def page(query: str = "", user: Staff | None = None) -> RegisterPage:
        return RegisterPage(Directory(), request_of(user or reader, query))

    return page
