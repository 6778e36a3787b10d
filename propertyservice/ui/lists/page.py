"""One answer of a register list: what the template reads."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django_filters import FilterSet

from propertyservice.organisation.models import Staff
from propertyservice.ui.counters import Part, lasting, of, part, shown
from propertyservice.ui.lists import filters, keyset
from propertyservice.ui.lists.columns import Column, Rows
from propertyservice.ui.lists.declared import BulkAct, Register
from propertyservice.ui.models import SavedView

SAVED_SHOWN = 8


@dataclass(frozen=True)
class Tab:
    """A view as a tab; ``pk`` for the reader's own saved views."""

    label: str
    url: str
    count: str
    current: bool
    pk: int | None = None


@dataclass(frozen=True)
class Head:
    """A column's head; ``url`` turns the order, ``direction`` is aria-sort's word."""

    column: Column
    url: str = ""
    direction: str = ""


class RegisterPage:
    """The page of a register for one request; its statements are few and constant."""

    def __init__(self, register: Register, request: HttpRequest) -> None:
        self.register = register
        self.request = request
        self.user: Staff = request.user  # type: ignore[assignment]
        self.params: QueryDict = register.asked(request.GET)
        of(request).add("list", self._parts())

    @cached_property
    def filterset(self) -> FilterSet:
        """The conditions over what the reader may see."""
        return self.register.filters(self.user, self.params)

    @cached_property
    def form(self) -> forms.Form:
        """The conditions as a form, its bar dressed."""
        form: forms.Form = self.filterset.form
        filters.dress(form, self.register.bar)
        return form

    @cached_property
    def found(self) -> QuerySet[Any]:
        """All rows of the list; without conditions their form is not even made."""
        if self.is_filtered:
            found: QuerySet[Any] = self.filterset.qs
            return found
        return self.register.seen(self.user, self.params)

    @cached_property
    def query(self) -> str:
        """The query string of what is shown, without the cursor."""
        return self.params.urlencode()

    @cached_property
    def slice(self) -> keyset.Slice:
        """The rows of this page."""
        queryset = self.found
        keys = self.register.keys(queryset, self.params)
        cursor = keyset.read(self.request.GET.get(filters.PAGE, ""), self._salt)
        size = self.register.page_size
        found = keyset.page(queryset, keys, cursor, size)
        if not found.rows and cursor.values:  # its rows are gone: begin again
            found = keyset.page(queryset, keys, keyset.Cursor(), size)
        self.register.prepare(found.rows, self.user)
        return found

    @cached_property
    def rows(self) -> SafeString:
        """The table's body."""
        register = self.register
        return Rows(
            register.columns, register.row_css, register.row_name, bool(self.bulk)
        ).html(self.slice.rows)

    @cached_property
    def heads(self) -> list[Head]:
        """The column heads with the order they turn to."""
        name, flipped = self.register.sort(self.params)
        return [self._head(column, name, flipped) for column in self.register.columns]

    def _head(self, column: Column, name: str, flipped: bool) -> Head:
        if not column.sort:
            return Head(column)
        current = column.sort == name
        turned = f"-{column.sort}" if current and not flipped else column.sort
        direction = ""
        if current:
            falling = self.register.sorts[name].paths[0].startswith("-") != flipped
            direction = "descending" if falling else "ascending"
        return Head(column, self._url(sort=turned), direction)

    @cached_property
    def tabs(self) -> list[Tab]:
        """Built-in views, then saved ones."""
        built, saved = self.register.views, self._saved
        numbers = self._counted[1:]
        current = self.register.view(self.params)
        mine = self._current_saved
        tabs = [
            Tab(
                str(view.label),
                f"?view={view.slug}",
                shown(number),
                not mine and view is current,
            )
            for view, number in zip(built, numbers, strict=False)
        ]
        tabs += [
            Tab(
                view.name,
                f"?{view.query}",
                shown(number),
                view is mine,
                view.pk if view.owner_id == self.user.pk else None,
            )
            for view, number in zip(saved, numbers[len(built) :], strict=True)
        ]
        return tabs

    @cached_property
    def own_tabs(self) -> list[Tab]:
        """The reader's own views, which he can delete."""
        return [tab for tab in self.tabs if tab.pk]

    @cached_property
    def total(self) -> str:
        """How many rows there are: ``38``, ``1000+``."""
        return shown(self._counted[0])

    @cached_property
    def total_number(self) -> int:
        """The same as a number (at most one beyond the cap), for plural forms."""
        return self._counted[0]

    @cached_property
    def chips(self) -> list[filters.FilterChip]:
        """Conditions that no field of the bar shows."""
        return list(filters.chips(self.form, self.register.bar, self.params))

    @cached_property
    def is_filtered(self) -> bool:
        """Whether there is anything to clear besides the view and the order."""
        return any(key not in ("view", "sort") for key in self.params)

    @cached_property
    def clear_url(self) -> str:
        """The same view without conditions."""
        view = self.register.view(self.params)
        return f"?view={view.slug}" if view else "?"

    @cached_property
    def bar_fields(self) -> list[BoundField]:
        """The fields of the bar."""
        return [self.form[name] for name in self.register.bar]

    @cached_property
    def more_fields(self) -> list[BoundField]:
        """The fields behind 'more conditions'."""
        bar = set(self.register.bar)
        return [field for field in self.form if field.name not in bar]

    @cached_property
    def filters_key(self) -> Hashable:
        """What the filter bar follows from, besides the choices of its fields."""
        user = self.user
        rights = (user.pk, user.office_ids, frozenset(user.posts_held.items()))
        return (self.register.key, rights, self.query)

    @cached_property
    def views_key(self) -> Hashable:
        """What the bar of views shows."""
        return (self.register.key, tuple(self.tabs), self.query)

    @cached_property
    def kept(self) -> list[tuple[str, str]]:
        """View and order, which the filter form carries along."""
        return [
            (key, str(self.params[key]))
            for key in ("view", "sort")
            if key in self.params
        ]

    @cached_property
    def bulk(self) -> list[BulkAct]:
        """What this person may do to ticked rows."""
        return [act for act in self.register.bulk if self._may(act.permission)]

    @cached_property
    def previous_url(self) -> str:
        """The page before; empty on the first."""
        return self._page_url(self.slice.previous)

    @cached_property
    def next_url(self) -> str:
        """The page after; empty on the last."""
        return self._page_url(self.slice.next)

    @cached_property
    def new_url(self) -> str:
        """The form that begins a case of this register, if the person may."""
        register = self.register
        if not register.new_url_name or not self._may(register.new_permission):
            return ""
        return reverse(register.new_url_name)

    @cached_property
    def export_url(self) -> str:
        """The Excel file of exactly what is filtered."""
        name = self.register.export_url_name
        return f"{reverse(name)}?{self.query}" if name else ""

    @cached_property
    def save_as(self) -> dict[str, str]:
        """What the 'save as view' form carries."""
        return {"register": self.register.key, "query": self.query}

    def _may(self, right: str) -> bool:
        return not right or self.user.may_anywhere(right)

    @property
    def _salt(self) -> str:
        return f"{self.register.key}:{self.register.sort(self.params)}"

    def _url(self, **changes: str) -> str:
        params = self.params.copy()
        for key, value in changes.items():
            params[key] = value
        return f"?{params.urlencode()}"

    def _page_url(self, cursor: keyset.Cursor | None) -> str:
        return self._url(page=cursor.text(self._salt)) if cursor else ""

    @cached_property
    def _saved(self) -> list[SavedView]:
        return SavedView.objects.shown(self.register.key, self.user, SAVED_SHOWN)

    @cached_property
    def _current_saved(self) -> SavedView | None:
        return next((v for v in self._saved if self._is_here(v)), None)

    def _is_here(self, view: SavedView) -> bool:
        return self.register.asked(QueryDict(view.query)) == self.params

    @cached_property
    def _counted(self) -> list[int]:
        """The filter's count and every tab's."""
        numbers = of(self.request).numbers("list")
        view = self.register.view(self.params)
        if view is not None and not self.is_filtered:
            return [numbers[list(self.register.views).index(view)], *numbers]
        return numbers

    def _parts(self) -> list[Part]:
        register, base = self.register, self.register.base
        views = lasting(
            self.user,
            f"register:{register.key}",
            lambda: [base(self.user).filter(v.q(self.user)) for v in register.views],
        )
        parts = [*views, *(part(self._found_by(view)) for view in self._saved)]
        if register.view(self.params) is not None and not self.is_filtered:
            return parts
        return [part(self.found), *parts]

    def _found_by(self, view: SavedView) -> QuerySet[Any]:
        params = self.register.asked(QueryDict(view.query))
        found: QuerySet[Any] = self.register.filters(self.user, params).qs
        return found
