"""One answer of a register list: what the template reads."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
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
from propertyservice.ui.counters import Part, lasting, of, part, parts, shown
from propertyservice.ui.lists import filters, keyset, light
from propertyservice.ui.lists.columns import Rows
from propertyservice.ui.lists.declared import BulkAct, Register
from propertyservice.ui.lists.light import reading
from propertyservice.ui.lists.parts import Head, Tab, heads, turned
from propertyservice.ui.models import SavedView

SAVED_SHOWN = 8


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
            return self.register.filtered(self.user, self.params)
        return self.register.seen(self.user, self.params)

    @cached_property
    def query(self) -> str:
        """The query string of what is shown, without the cursor."""
        return self.params.urlencode()

    @cached_property
    def slice(self) -> keyset.Slice:
        """The rows of this page."""
        keys = self.register.keys(self.found, self.params)
        cursor = keyset.read(self.request.GET.get(filters.PAGE, ""), self._salt)
        size = self.register.page_size
        found = keyset.page(self._read(keys, cursor), keys, cursor, size)
        if not found.rows and cursor.values:  # its rows are gone: begin again
            start = keyset.Cursor()
            found = keyset.page(self._read(keys, start), keys, start, size)
        self.register.prepare(found.rows, self.user)
        return found

    def _read(self, keys: Sequence[keyset.Key], cursor: keyset.Cursor) -> list[Any]:
        """The rows; as plain values where the register names them."""
        register, size = self.register, self.register.page_size

        def wanted(queryset: QuerySet[Any]) -> QuerySet[Any]:
            return keyset.wanted(register.lit(queryset), keys, cursor, size)

        if not register.fields:
            return list(wanted(self.found))
        if self._counts_found:
            return reading(wanted(light.counted(self.found)), register.fields).rows()
        if cursor.values:
            return reading(wanted(self.found), register.fields).rows()
        name = (register.key, register.sort(self.params), self.params["view"])
        [kept] = lasting(
            self.user, name, lambda: [reading(wanted(self.found), register.fields)]
        )
        return kept.rows()

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
        return heads(self.register, self.params)

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
    def more_fields(self) -> list[BoundField]:
        """The fields behind 'more conditions'."""
        bar = set(self.register.bar)
        return [field for field in self.form if field.name not in bar]

    @cached_property
    def more_key(self) -> Hashable:
        """What the fields behind 'more conditions' follow from."""
        bar, rights = self.register.bar, self.filters_key[:2]
        asked = self.params.items()
        return (*rights, tuple(item for item in asked if item[0] not in bar))

    @cached_property
    def filters_key(self) -> tuple[Hashable, ...]:
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
        """The Excel file of exactly what is filtered, if the person may."""
        name = self.register.export_url_name
        if not name or not self._may(self.register.export_permission):
            return ""
        return f"{reverse(name)}?{self.query}"

    @cached_property
    def save_as(self) -> dict[str, str]:
        """What the 'save as view' form carries."""
        return {"register": self.register.key, "query": self.query}

    def _may(self, right: str) -> bool:
        return not right or self.user.may_anywhere(right)

    @property
    def _salt(self) -> str:
        return f"{self.register.key}:{self.register.sort(self.params)}"

    def _page_url(self, cursor: keyset.Cursor | None) -> str:
        return turned(self.params, page=cursor.text(self._salt)) if cursor else ""

    @cached_property
    def _saved(self) -> list[SavedView]:
        return SavedView.objects.shown(self.register.key, self.user, SAVED_SHOWN)

    @cached_property
    def _current_saved(self) -> SavedView | None:
        return next((v for v in self._saved if self._is_here(v)), None)

    def _is_here(self, view: SavedView) -> bool:
        return self.register.asked(QueryDict(view.query)) == self.params

    @cached_property
    def _counts_found(self) -> bool:
        """Whether no tab's count says how many rows there are."""
        return self.is_filtered or self.register.view(self.params) is None

    @cached_property
    def _counted(self) -> list[int]:
        """The filter's count and every tab's.

        Rows as plain values bring the filter's count along, so that the other counts
        keep one text from page to page.
        """
        numbers = of(self.request).numbers("list")
        if not self._counts_found:
            view = self.register.view(self.params)
            return [numbers[self.register.views.index(view)], *numbers]  # type: ignore[arg-type]
        if self.register.fields:
            return [light.number(self.slice.rows), *numbers]
        return numbers

    def _parts(self) -> list[Part]:
        register, base = self.register, self.register.base
        views = lasting(
            self.user,
            f"register:{register.key}",
            lambda: parts(
                base(self.user).filter(v.q(self.user)) for v in register.views
            ),
        )
        asked = [*views, *parts(self._found_by(view) for view in self._saved)]
        if self._counts_found and not self.register.fields:
            return [part(self.found), *asked]
        return asked

    def _found_by(self, view: SavedView) -> QuerySet[Any]:
        params = self.register.asked(QueryDict(view.query))
        return self.register.filtered(self.user, params)
