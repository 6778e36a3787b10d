"""What a form says about a value that it can't take (LOOK 7): what to do, by its name.

Django's own sentences name neither the field nor the way out, so every form's summary
and fields say these in their place. A sentence that one of our forms wrote stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.db.models import fields as columns
from django.forms import BoundField, fields, models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MODULES = (fields, models, validators, columns)
CHOOSE = _("Choose “%(label)s” from the list; what was sent is not in it.")
BY_CODE: Mapping[str | None, str | Promise] = {
    "max_length": _(
        "“%(label)s” takes at most %(limit_value)s characters, and this is "
        "%(show_value)s. Shorten it."
    ),
    "min_length": _(
        "“%(label)s” takes at least %(limit_value)s characters, and this is "
        "%(show_value)s. Write more."
    ),
    "max_value": _("“%(label)s” can be %(limit_value)s at most."),
    "min_value": _("“%(label)s” must be %(limit_value)s at least."),
    "max_digits": _("“%(label)s” can have %(max)s digits at most. Write it shorter."),
    "max_whole_digits": _(
        "“%(label)s” is too large: at most %(max)s digits before the point."
    ),
    "max_decimal_places": _(
        "“%(label)s” takes at most %(max)s digits after the point. Round it."
    ),
    "invalid_choice": CHOOSE,
    "invalid_list": CHOOSE,
    "invalid_pk_value": CHOOSE,
    "null_characters_not_allowed": _(
        "“%(label)s” holds a sign that can't be read. Delete it and type it anew."
    ),
    "missing": _("The file did not arrive. Choose it again."),
    "empty": _("The file is empty. Choose another one."),
}
BY_FIELD: tuple[tuple[type[forms.Field], str | Promise], ...] = (
    (forms.DateTimeField, _("Write the date and time like 2026-03-17 09:30.")),
    (forms.DateField, _("Write a date that exists, like 2026-03-17.")),
    (forms.TimeField, _("Write the time like 09:30.")),
    (forms.DecimalField, _("Write “%(label)s” as a number like 12.50.")),
    (forms.IntegerField, _("Write “%(label)s” as a whole number like 12.")),
    (forms.EmailField, _("Write an e-mail address like name@example.com.")),
    (forms.FileField, _("The file did not arrive. Choose it again.")),
)
HIDDEN = _("This page was damaged on its way. Reload it and enter it once more.")
OTHERWISE = _("“%(label)s” can't be read. Check it and write it again.")


def sentences(field: BoundField) -> list[str]:
    """The field's errors as people read them."""
    found: list[str] = []
    for error in field.form.errors.as_data().get(field.name, []):
        if id(error.message) in _DJANGOS:
            found.append(_ours(field, error))
        else:
            found += [str(each) for each in error.messages]
    return found


def _ours(bound: BoundField, error: ValidationError) -> str:
    if bound.is_hidden:
        return str(HIDDEN)
    facts: dict[str, Any] = {**(error.params or {}), "label": bound.label}
    return str(_words(bound.field, error.code)) % facts


def _words(field: forms.Field, code: str | None) -> str | Promise:
    if code == "required":
        chosen = isinstance(field.widget, forms.Select | forms.RadioSelect)
        return _("Choose “%(label)s”.") if chosen else _("Fill in “%(label)s”.")
    if code in BY_CODE:
        return BY_CODE[code]
    kinds = (words for kind, words in BY_FIELD if isinstance(field, kind))
    return next(kinds, OTHERWISE)


def _messages(module: ModuleType) -> Iterator[Any]:
    """The messages of a module's classes, as the very objects that errors carry."""
    for each in vars(module).values():
        if not issubclass(type(each), type):
            continue
        own = vars(each)
        for several in (own.get("default_error_messages"), own.get("messages")):
            if isinstance(several, dict):
                yield from several.values()
        yield own.get("message")


_DJANGOS = {
    id(message) for module in MODULES for message in _messages(module) if message
}
