"""A register list: declared by a clause, answered here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from propertyservice.organisation.http import key_of
from propertyservice.organisation.models import Staff
from propertyservice.ui.lists.columns import Column
from propertyservice.ui.lists.filters import FilterSet, clean
from propertyservice.ui.lists.keyset import Key, Sort


@dataclass(frozen=True)
class View:
    """A built-in view: a tab with a counter. ``where(user)`` may ask who looks.

    ``sort`` is its order when none is asked for; empty for the register's own.
    """

    slug: str
    label: str | Promise
    where: Q | Any = Q()
    sort: str = ""

    def q(self, user: Staff) -> Q:
        """The view's condition for this reader."""
        return self.where if isinstance(self.where, Q) else self.where(user)


@dataclass(frozen=True)
class BulkAct:
    """Something done to the ticked rows; its page previews before anything happens."""

    label: str | Promise
    url_name: str
    permission: str


class Register:
    """One register. Subclass it, make one instance, answer with ``lists.respond``.

    ``base`` must narrow with ``visible_to`` and load what the cells read; a page makes
    few statements besides: rows, saved views, and all counters with the shell's own.
    """

    key: ClassVar[str]
    title: ClassVar[str | Promise]
    url_name: ClassVar[str]
    columns: ClassVar[Sequence[Column]]
    sorts: ClassVar[Mapping[str, Sort]]
    default_sort: ClassVar[str]
    views: ClassVar[Sequence[View]]
    filterset: ClassVar[type[django_filters.FilterSet]]
    bar: ClassVar[Sequence[str]] = ()
    bulk: ClassVar[Sequence[BulkAct]] = ()
    icon: ClassVar[str] = "archive"
    empty: ClassVar[str | Promise] = _("Nothing matches these conditions")
    new_url_name: ClassVar[str] = ""
    new_label: ClassVar[str | Promise] = ""
    new_permission: ClassVar[str] = ""
    export_url_name: ClassVar[str] = ""
    export_permission: ClassVar[str] = ""
    template: ClassVar[str] = "register.html"
    page_size: ClassVar[int] = 25

    def base(self, user: Staff) -> QuerySet[Any]:
        """Everything this reader may see, with what the cells need."""
        raise NotImplementedError

    def lit(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows with what is read along with them."""
        return queryset

    @property
    def fields(self) -> Sequence[str]:
        """Names of a row's values; none: a row is the record itself.

        They must hold ``pk`` and every path of the sorts.
        """
        return ()

    def prepare(self, rows: list[Any], user: Staff) -> None:
        """Load what belongs to these rows in a fixed number of statements."""

    def row_css(self, row: Any) -> str:
        """``late`` for overdue rows."""
        return ""

    def row_name(self, row: Any) -> str:
        """What the row's tick is called."""
        return str(row)

    def asked(self, params: QueryDict) -> QueryDict:
        """A query string as the list understands it: tidy, and with its view named."""
        kept = clean(params)
        if "view" not in kept and self.views:
            kept["view"] = self.views[0].slug
        return kept

    def view(self, params: QueryDict) -> View | None:
        """The built-in view that is asked for; None for ``view=all`` and the like."""
        asked = params.get("view")
        return next((view for view in self.views if view.slug == asked), None)

    def filters(self, user: Staff, params: QueryDict) -> django_filters.FilterSet:
        """The filter set of a query string over what the reader may see."""
        return self.filterset(data=params, queryset=self.seen(user, params))

    def filtered(self, user: Staff, params: QueryDict) -> QuerySet[Any]:
        """What the conditions of a query string leave; no more of them is made."""
        seen = self.seen(user, params)
        if not issubclass(self.filterset, FilterSet):
            return self.filterset(data=params, queryset=seen).qs
        return self.filterset(data=params, queryset=seen, only=params).qs

    def seen(self, user: Staff, params: QueryDict) -> QuerySet[Any]:
        """What the reader may see of the view that is asked for."""
        queryset, view = self.base(user), self.view(params)
        return queryset if view is None else queryset.filter(view.q(user))

    def matching(self, user: Staff, params: QueryDict) -> QuerySet[Any]:
        """Every row of a query string, in the list's order, for exports."""
        kept = self.asked(params)
        queryset = self.filtered(user, kept)
        return queryset.order_by(*(key.order for key in self.keys(queryset, kept)))

    def picked(self, user: Staff, params: QueryDict) -> QuerySet[Any]:
        """The ticked rows, or all of the filter when that second step was taken."""
        if params.get("all"):
            return self.matching(user, QueryDict(params.get("query", "")))
        ticks = [pk for tick in params.getlist("pick") if (pk := key_of(tick))]
        return self.base(user).filter(pk__in=ticks)

    def sort(self, params: QueryDict) -> tuple[str, bool]:
        """The order asked for: its name, and whether it is turned round."""
        asked = params.get("sort", "")
        name = asked.removeprefix("-")
        if name not in self.sorts:
            view = self.view(params)
            return (view and view.sort) or self.default_sort, False
        return name, asked.startswith("-")

    def keys(self, queryset: QuerySet[Any], params: QueryDict) -> list[Key]:
        """The keys of the order asked for."""
        name, flip = self.sort(params)
        return self.sorts[name].keys(queryset.model, flip=flip)
