"""Error pages: a number for the person, the same number in the log, no database."""

from __future__ import annotations

import logging
import re

import pytest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from propertyservice.ui import errors


@pytest.mark.django_db
def test_a_server_error_has_a_number_and_asks_no_database(
    rf: RequestFactory,
    caplog: pytest.LogCaptureFixture,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0), caplog.at_level(logging.ERROR):
        answer = errors.server_error(rf.get("/repairs/"))

    number = re.search(r"E-[0-9A-F]{6}", answer.content.decode())
    assert answer.status_code == 500
    assert number
    assert number[0] in caplog.text


def test_a_page_that_was_too_old_says_what_to_do(rf: RequestFactory) -> None:
    answer = errors.csrf_failure(rf.post("/repairs/new/"), "no cookie")
    assert answer.status_code == 403
    assert "kept in this browser" in answer.content.decode() or "浏览器" in (
        answer.content.decode()
    )
