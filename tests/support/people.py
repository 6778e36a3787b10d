"""Offices and people for tests: ``hire(office, "REPAIR_DESK")`` is a clerk."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from django.conf import settings
from django.test import Client

from propertyservice.organisation import posts
from propertyservice.organisation.models import (
    Appointment,
    Company,
    CompanyKind,
    Office,
    Staff,
)

FIRST_DAY = date(2020, 1, 1)
PASSWORD = "demo-pass-2026"
_numbers = itertools.count(1)


def make_company(
    name: str = "锦溪物业", kind: CompanyKind = CompanyKind.PROPERTY
) -> Company:
    """A company, once by name."""
    return Company.objects.get_or_create(name=name, defaults={"kind": kind})[0]


def make_office(code: str = "JX", **facts: Any) -> Office:
    """An office, once by code."""
    facts.setdefault("company", make_company())
    facts.setdefault("name", f"{code} 管理处")
    return Office.objects.get_or_create(code=code, defaults=facts)[0]


def hire(office: Office, *codes: str, name: str = "", **facts: Any) -> Staff:
    """Somebody of this office who holds these posts since 2020."""
    number = next(_numbers)
    person = Staff(
        username=facts.pop("username", f"staff{number}"),
        name=name or f"员工{number}",
        office=office,
        **facts,
    )
    person.set_unusable_password()
    person.save()
    for code in codes:
        appoint(person, code, office)
    return person


def appoint(
    person: Staff, code: str, office: Office, *, since: date = FIRST_DAY, **facts: Any
) -> Appointment:
    """Give a post without asking who may; company-wide posts hold everywhere."""
    wide = code in posts.COMPANY_WIDE
    return Appointment.objects.create(
        post=code,
        office=None if wide else office,
        company=office.company,
        holder=person,
        starts_on=since,
        **facts,
    )


def sign_in(person: Staff) -> Client:
    """A browser without a window in which this person is logged in."""
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client
