"""The shell: login, switches, saved views, posts, rules, files, admin."""

from __future__ import annotations

from typing import Any

from tests.access.table import Page
from tests.access.world import World

MOVED = (302,)


def appointment(world: World) -> dict[str, Any]:
    """The clerk's appointment."""
    return {"pk": world.appointment.pk}


def nowhere(world: World) -> dict[str, Any]:
    """A file that is not there: its page answers 404 to everybody who works here."""
    return {"name": "00000000-0000-4000-8000-000000000000"}


PAGES = [
    Page("login", public=True),
    Page("logout", method="post", ok=(200, 302)),
    Page("set_language", method="post", public=True, ok=MOVED),
    Page("theme", method="post", public=True, ok=MOVED),
    Page(
        "choose-office",
        method="post",
        data=lambda w: {"office": w.house.office.pk},
        ok=MOVED,
    ),
    Page("more"),
    Page("keyboard"),
    Page("save-view", method="post", ok=(422,)),
    Page(
        "delete-view",
        values=lambda w: {"pk": w.view.pk},
        method="post",
        owned=True,
        ok=MOVED,
    ),
    Page("password_change"),
    Page("password_change_done"),
    Page("second-factor"),
    Page("second-factor-codes", ok=(200, 302, 405)),
    Page("posts", "supervisor", "clerk"),
    Page("posts-appoint", "supervisor", "clerk"),
    Page("posts-end", "supervisor", "clerk", values=appointment, owned=True),
    Page("posts-deputy", "supervisor", "clerk", values=appointment, owned=True),
    Page(
        "posts-deputy-clear",
        "supervisor",
        "clerk",
        values=appointment,
        method="post",
        owned=True,
        ok=MOVED,
    ),
    Page("rules", "supervisor", "clerk"),
    Page("rules-to-confirm", "supervisor", "clerk"),
    Page("files:open", values=nowhere, ok=(404,)),
    Page("exports:progress", values=nowhere, ok=(404,)),
    Page("files:thumbnail", values=nowhere, ok=(404,)),
    Page("admin:index", "manager", ok=(200, 302)),
]
