"""What a number of /reports/ promises: its list has as many rows as it says."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import resolve

from propertyservice.organisation.models import Staff
from propertyservice.ui.reports import Figure, Series


def listed(url: str, user: Staff) -> int:
    """How many rows the list behind an address has for this person."""
    parts = urlsplit(url)
    register = import_module(resolve(parts.path).func.__module__).REGISTER
    return int(register.matching(user, QueryDict(parts.query)).count())


def opened(table: Iterable[Series], user: Staff) -> int:
    """Compare every figure with its list; how many there were."""
    found = 0
    for series in table:
        for figure in series.figures:
            if figure.url:
                assert listed(figure.url, user) == figure.rows, (series.label, figure)
                found += 1
            else:
                assert not figure.rows, (series.label, figure)
            if is_count(series, figure):
                assert figure.rows == (figure.value or 0), (series.label, figure)
    return found


def is_count(series: Series, figure: Figure) -> bool:
    """Whether the number is one of rows, not a rate, an average or a sum."""
    return series.unit in ("件", "次", "户", "cases")
