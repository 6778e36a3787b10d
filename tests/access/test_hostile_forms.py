"""Every form of the access table, sent with what no honest page sends (4.9).

Never a 500, never a sentence that is not ours, and what was typed stands there again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urljoin

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from propertyservice.organisation.models import Staff
from repairs.transitions import STEPS
from tests.access import table
from tests.access.world import World
from tests.support.pageforms import PageForm, forms_of

pytestmark = pytest.mark.clause("4.9")
LEFT_OUT = re.compile(r"/(logout|language|theme|office|password|second-factor|admin)/")
# How Django's own sentences begin, in Chinese.
DJANGOS = re.compile(
    r"确保该|选择一个有效|输入一个有效|请输入有效|这个字段|不允许是用空字符串|隐藏字段"
)
TYPED = "=cmd|'/C calc'!A0<script>alert(1)</script>"
WORDS = {"text": TYPED, "textarea": TYPED}
UNKNOWN = dict.fromkeys(("select", "radio", "checkbox", "hidden"), "zzz")
ATTACKS: tuple[dict[str, str], ...] = (
    {
        **UNKNOWN,
        **dict.fromkeys(("text", "textarea"), "长" * 5000),
        **{"tel": "1" * 400, "number": "9" * 99, "time": "25:99"},
        **{"date": "2026-02-31", "datetime-local": "2026-02-31T10:00"},
    },
    {**WORDS, "date": "9999-12-31", "datetime-local": "9999-12-31T23:59"},
    {**WORDS, "date": "0001-01-01", "datetime-local": "0001-01-01T00:00"},
    dict.fromkeys(("text", "textarea", "select", "hidden", "search"), "a\0b"),
)
ALWAYS = ("csrfmiddlewaretoken",)


def pages(world: World) -> Iterator[tuple[Staff, str]]:
    """Who opens what: the access table, the intakes, the steps of a repair."""
    people = world.house.people
    for page in table.every():
        if page.method == "get" and 200 in page.ok and not page.public:
            query = urlencode(page.query(world))
            address = reverse(page.name, kwargs=dict(page.values(world)))
            yield people[page.may], f"{address}?{query}"
    for clause in ("repairs", "complaints"):
        home = urlencode({"unit": world.unit.code})
        yield people["clerk"], f"{reverse(f'{clause}:new')}?{home}"
    for step in STEPS:
        able = (who for who in people.values() if step.is_open_to(who, world.repair))
        if person := next(able, None):
            yield person, reverse("repairs:step", args=[world.number, step.name])


def every_form(world: World) -> Iterator[tuple[Client, str, PageForm]]:
    """Each different form once, with the address it goes to."""
    seen: set[tuple[Any, ...]] = set()
    for person, address in pages(world):
        client = Client()
        client.force_login(person, settings.AUTHENTICATION_BACKENDS[-1])
        answer = client.get(address)
        if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
            continue
        for form in forms_of(answer.content.decode()):
            target = urljoin(address, form.action or address)
            key = (form.method, target.partition("?")[0], *sorted(form.kinds))
            if key not in seen and not LEFT_OUT.search(target):
                seen.add(key)
                yield client, target, form


def hostile(form: PageForm, attack: dict[str, str]) -> dict[str, Any]:
    """What the browser would send, with the attack in every field that it fits."""
    sent = dict(form.fields)
    for name, kind in form.kinds.items():
        if kind in attack and name not in ALWAYS:
            sent[name] = attack[kind]
    return sent


def faults(form: PageForm, said: dict[str, Any], answer: Any) -> Iterator[str]:
    """What is wrong with the answer to what was said."""
    if answer.status_code >= 500:
        yield f"answered {answer.status_code}"
    if "html" not in answer.get("Content-Type", ""):
        return
    body = answer.content.decode()
    if "<script>alert(1)" in body:
        yield "wrote out a script"
    if alien := DJANGOS.search(body):
        yield f"said {body[alien.start() : alien.start() + 40]!r}"
    asked_again = 'class="errors"' in body and form.method == "post"
    if asked_again and TYPED in said.values() and escape(TYPED) not in body:
        yield "lost what was typed"


def test_no_form_breaks_or_speaks_in_anothers_words(world: World) -> None:
    found, sent = [], 0
    for client, target, form in every_form(world):
        for attack in ATTACKS:
            said = hostile(form, attack)
            if said != form.fields:
                sent += 1
                with transaction.atomic():
                    answer = getattr(client, form.method)(target, said)
                    transaction.set_rollback(True)
                found += [(target, said, each) for each in faults(form, said, answer)]
    assert found == [], "\n".join(f"{where} {what}" for where, _said, what in found)
    assert sent > 150
