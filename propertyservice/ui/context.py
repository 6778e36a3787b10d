"""The context processor of the shell; it asks the database only if the page does."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from propertyservice.organisation.models import Office, Staff
from propertyservice.ui import bell, counters, nav, newmenu
from propertyservice.ui.counters import lasting, shown

THEMES = ("light", "dark")


@dataclass(frozen=True)
class NavRow:
    """An entry of the navigation as it stands: current, counted, overdue."""

    item: nav.NavItem
    current: bool
    n: str
    late: str


class Shell:
    """What surrounds every page: navigation, counters, theme, account."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def key(self) -> Hashable:
        """Everything that the bars of the shell show, so that they can be kept."""
        user = self.user
        if user is None:
            return self.theme
        return (
            *(user.pk, str(user), self.theme, user.office_ids),
            frozenset(user.posts_held.items()),
            self.office and (self.office.pk, self.office.name),
            *(self.unread, self.at_more),
            tuple((row.item.key, row.current, row.n, row.late) for row in self._rows),
        )

    @property
    def at_more(self) -> bool:
        """Whether this is the navigation as a page of its own."""
        match = self.request.resolver_match
        return match is not None and match.url_name == "more"

    @cached_property
    def user(self) -> Staff | None:
        """Who is logged in."""
        user = getattr(self.request, "user", None)
        return user if user and user.is_authenticated else None

    @cached_property
    def theme(self) -> str:
        """``light`` or ``dark``, from the account; the cookie's before login."""
        chosen = getattr(self.user, "theme", "") or self.request.COOKIES.get("theme")
        return chosen if chosen in THEMES else "light"

    @cached_property
    def other_theme(self) -> str:
        """What the theme button switches to."""
        return "light" if self.theme == "dark" else "dark"

    @cached_property
    def shortcuts(self) -> bool:
        """Whether single keys do something for this person."""
        return bool(getattr(self.user, "shortcuts", True))

    @cached_property
    def initial(self) -> str:
        """The first character of the name, for the round mark."""
        return str(self.user or "")[:1]

    @cached_property
    def posts(self) -> list[str]:
        """The posts held today."""
        return self.user.post_labels if self.user else []

    @cached_property
    def offices(self) -> list[Office]:
        """The person's offices, by code; asks the database."""
        return (
            list(Office.objects.filter(pk__in=self.user.office_ids))
            if self.user
            else []
        )

    @cached_property
    def many_offices(self) -> bool:
        """Whether there is anything to switch between."""
        return self.user is not None and len(self.user.office_ids) > 1

    @cached_property
    def office(self) -> Office | None:
        """The office chosen in the account menu, else the home office."""
        chosen = self.request.session.get("office") if self.user else None
        if chosen:
            return next((o for o in self.offices if o.pk == chosen), None)
        return self.user.office if self.user else None

    @cached_property
    def new_entries(self) -> list[newmenu.NewEntry]:
        """The 新建 menu."""
        return newmenu.for_user(self.user) if self.user else []

    @cached_property
    def groups(self) -> list[tuple[str, list[NavRow]]]:
        """The navigation by heading, with counters."""
        rows = self._rows
        return [
            (str(label), part)
            for group, label in nav.LABELS.items()
            if (part := [row for row in rows if row.item.group == group])
        ]

    @cached_property
    def _rows(self) -> list[NavRow]:
        items = nav.for_user(self.user) if self.user else []
        here = self.request.path
        inside = (item.url for item in items if here.startswith(item.url))
        best = max(inside, key=len, default="")
        return [
            NavRow(
                item,
                item.url == best and (best != "/" or here == "/"),
                self._count(item.key, "counter"),
                self._count(item.key, "late"),
            )
            for item in items
        ]

    @cached_property
    def phone_bar(self) -> list[NavRow]:
        """The entries of the bar at the bottom of a phone."""
        return [row for row in self._rows if row.item.phone][:3]

    @cached_property
    def unread(self) -> str:
        """How many notices are unread; empty for none."""
        count = self._counted.get(("", "unread"), 0)
        return shown(count, 99) if count else ""

    def _count(self, key: str, kind: str) -> str:
        count = self._counted.get((key, kind), 0)
        return shown(count) if count else ""

    @cached_property
    def _counted(self) -> dict[tuple[str, str], int]:
        """Every counter of the shell, in one statement with the page's own."""
        if self.user is None:
            return {}
        asked = self._asked
        parts = lasting(
            self.user, "shell", lambda: counters.parts(ask() for ask in asked.values())
        )
        together = counters.of(self.request)
        together.add("shell", parts)
        return dict(zip(asked, together.numbers("shell"), strict=True))

    @cached_property
    def _asked(self) -> dict[tuple[str, str], Callable[[], QuerySet[Any]]]:
        asked: dict[tuple[str, str], Callable[[], QuerySet[Any]]] = {}
        if self.user is None:
            return asked
        for item in nav.for_user(self.user):
            if item.counter:
                asked[item.key, "counter"] = partial(item.counter, self.user)
            if item.late:
                asked[item.key, "late"] = partial(item.late, self.user)
        if self.user and bell.is_rung():
            asked["", "unread"] = partial(bell.unread, self.user)
        return asked


def shell(request: HttpRequest) -> dict[str, Any]:
    """``shell`` in every template, made when asked for, and ``here``: its address."""
    return {"shell": Shell(request), "here": request.get_full_path()}
