"""What every test has: the application's role, a cache of its own, a browser if any."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache

from propertyservice.celery import app as celery_app
from propertyservice.ui import kept
from tests.access.world import furnished, world  # noqa: F401
from tests.support import browser as chromium
from tests.support.browser import (  # noqa: F401
    browser_type_launch_args,
    live,
    live_data,
    signed_in,
)
from tests.support.cast import company, house, other  # noqa: F401
from tests.support.databases import (  # noqa: F401
    committing_db,
    committing_module,
    django_db_setup,
    name_of_worker,
)
from tests.support.language import in_english  # noqa: F401

MARKERS = (
    "clause(*ids): proves a clause of the specification",
    "edge(*numbers): proves an edge case of the rules",
    "browser: needs Chromium",
)
NEEDS_BROWSER = {"page", "browser", "live", "signed_in"}
NOT_RUN = "Chromium was not found (CHROMIUM=, chromium, google-chrome)"
_unrun: list[str] = []


def pytest_configure(config: pytest.Config) -> None:
    """Give this process its own database name, queue and static files."""
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    name = name_of_worker(config)
    celery_app.conf.task_default_queue = name
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "localhost", "testserver"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        },
    }


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser, and refuse what the application's role can't flush."""
    for item in items:
        if NEEDS_BROWSER & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
            if not chromium.CHROMIUM:
                item.add_marker(pytest.mark.skip(reason=NOT_RUN))
        mark = item.get_closest_marker("django_db")
        if mark and mark.kwargs.get("transaction"):
            raise pytest.UsageError(f"{item.nodeid}: use the fixture committing_db.")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember the browser tests that did not run."""
    if report.skipped and "browser" in report.keywords:
        _unrun.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a browser test that did not run is a failure."""
    if _unrun and chromium.MUST_RUN and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config: pytest.Config) -> None:
    """End with a line that says what did not run."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if _unrun and reporter:
        reporter.write_line(f"{len(_unrun)} browser tests did not run: {NOT_RUN}.")


@pytest.fixture(autouse=True)
def own_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Keep each test's cache entries apart, in this thread and in new ones."""
    mark = hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]
    prefix = f"{name_of_worker(request.config)}:{mark}"
    before = cache.key_prefix
    kept.forget()
    settings.CACHES["default"]["KEY_PREFIX"] = cache.key_prefix = prefix
    yield
    settings.CACHES["default"]["KEY_PREFIX"] = cache.key_prefix = before
