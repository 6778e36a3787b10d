"""The filter bar: every set condition is visible, in a field or as a chip."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Model
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from propertyservice.ui.formats import stamp

PAGE = "page"


class FilterSet(django_filters.FilterSet):
    """A register's conditions.

    ``only`` those that are asked for are made when nobody looks at the form. Its class
    is made once, not with every page.
    """

    base_filters: dict[str, django_filters.Filter]
    _made: ClassVar[dict[tuple[type, tuple[str, ...]], type[forms.Form]]] = {}

    def __init__(
        self, *args: Any, only: Container[str] | None = None, **options: Any
    ) -> None:
        if only is not None:
            every = self.base_filters.items()
            self.base_filters = {name: each for name, each in every if name in only}
        super().__init__(*args, **options)

    def get_form_class(self) -> type[forms.Form]:
        """The form of these conditions."""
        key = (type(self), tuple(self.filters))
        if key not in self._made:
            self._made[key] = super().get_form_class()
        return self._made[key]


NOT_FILTERS = (PAGE, "csrfmiddlewaretoken", "all", "pick", "query")


@dataclass(frozen=True)
class FilterChip:
    """A condition outside the bar, with the address of the list without it."""

    text: str
    url: str


def clean(params: QueryDict) -> QueryDict:
    """The query string without empty values, cursor and ticks, in a steady order."""
    kept = QueryDict(mutable=True)
    for key in sorted(params):
        values = [value for value in params.getlist(key) if value]
        if values and key not in NOT_FILTERS:
            kept.setlist(key, values)
    return kept


def without(params: QueryDict, *names: str) -> str:
    """The query string without these fields (and the parts of multi-part ones)."""
    kept = clean(params)
    for key in list(kept):
        if any(key == name or key.startswith(f"{name}_") for name in names):
            del kept[key]
    return f"?{kept.urlencode()}"


def dress(form: forms.Form, names: Sequence[str]) -> None:
    """Give the bar's fields what a field without a visible label needs."""
    for name in names:
        field = form.fields[name]
        label = str(field.label or name)
        field.widget.attrs.setdefault("aria-label", label)
        if isinstance(field, forms.ChoiceField) and hasattr(field, "empty_label"):
            _name_the_empty_choice(field, _("%(label)s: all") % {"label": label})
        elif isinstance(field.widget, forms.TextInput):
            field.widget.input_type = "search"
            field.widget.attrs.setdefault("placeholder", label)
            field.widget.attrs.setdefault("autocomplete", "off")


def _name_the_empty_choice(field: Any, words: str) -> None:
    """A select in the bar has no label of its own: its empty choice says what it is."""
    field.empty_label = words
    if isinstance(field, forms.ModelChoiceField):
        field.widget.choices = field.choices
    else:
        field.choices = [choice for choice in field.choices if choice[0] != ""]


def chips(
    form: forms.Form, bar: Iterable[str], params: QueryDict
) -> Iterator[FilterChip]:
    """A chip for each condition that no field of the bar shows."""
    shown = set(bar)
    found = form.cleaned_data if form.is_bound and form.errors is not None else {}
    for name, value in found.items():
        if name in shown or value in (None, "", [], ()):
            continue
        words = _words(form[name], value)
        if words:
            label = form.fields[name].label or name
            yield FilterChip(
                _("%(label)s %(value)s") % {"label": label, "value": words},
                without(params, name),
            )


def _words(field: BoundField, value: Any) -> str:
    if isinstance(value, slice):
        return _("%(first)s to %(last)s") % {
            "first": stamp(value.start) or "…",
            "last": stamp(value.stop) or "…",
        }
    if isinstance(value, list | tuple):
        return "、".join(_word(field, one) for one in value)
    if value is True:
        return _("yes")
    if value is False:
        return _("no")
    return _word(field, value)


def _word(field: BoundField, value: Any) -> str:
    if isinstance(value, datetime | date):
        return stamp(value)
    if isinstance(value, Model):
        return str(value)
    choices = getattr(field.field, "choices", ())
    return next(
        (str(text) for key, text in choices if str(key) == str(value)), str(value)
    )
