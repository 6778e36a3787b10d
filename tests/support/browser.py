"""Chromium for the tests: found, not downloaded; without it they are skipped aloud."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(
        None,
        map(shutil.which, ("chromium", "chromium-browser", "google-chrome")),
    ),
    None,
)
MUST_RUN = os.environ.get("CI") == "true"
# Playwright's own event loop would make Django refuse the database in the same thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the Chromium of the machine; root's has no sandbox.

    Playwright's loop runs from now on, and hides the connections made before it from
    Django: they would stand in the way of cloning the database, so they end here.
    """
    connections.close_all()
    return {"executable_path": CHROMIUM, "args": browser_arguments()}


def browser_arguments() -> list[str]:
    """What Chromium is started with."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return [*sandbox, "--disable-dev-shm-usage"]


def known_as(
    browser: Browser,
    url: str,
    staff: Any = None,
    *,
    width: int = 1280,
    height: int = 900,
    **context: Any,
) -> BrowserContext:
    """A browser window that knows this person by a session; nobody: logged out."""
    made = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        **context,
    )
    if staff is not None:
        client = Client()
        client.force_login(staff, backend=settings.AUTHENTICATION_BACKENDS[-1])
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        made.add_cookies([{"name": name, "value": value, "url": url}])
    return made


@pytest.fixture(scope="module")
def live_data(committing_module: str) -> None:
    """What the server's database holds; a module overrides this to add its own."""


@pytest.fixture(scope="module")
def live(committing_module: str, live_data: None) -> Iterator[LiveServer]:
    """The programme served from a database of the module's own; ``live.url``."""
    server = LiveServer("localhost")
    yield server
    server.stop()


SignedIn = Callable[..., Page]


@pytest.fixture
def signed_in(live: LiveServer, browser: Browser) -> Iterator[SignedIn]:
    """``signed_in(staff, width=1280)``: a page of a browser that knows this person."""
    contexts = []

    def open_page(staff: Any, **context: Any) -> Page:
        made = known_as(browser, live.url, staff, **context)
        contexts.append(made)
        return made.new_page()

    yield open_page
    for context in contexts:
        context.close()
