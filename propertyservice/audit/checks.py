"""System checks of the database role: history is only safe from a role without power.

They run when the web server starts and with ``manage.py check --database default``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connections

WHO = """
SELECT r.rolname, r.rolsuper, r.rolbypassrls,
    EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind = 'r'
              AND pg_has_role(r.oid, c.relowner, 'MEMBER'))
FROM pg_roles r WHERE r.rolname = current_user
"""


def application_role(
    databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Refuse to serve as a superuser, with BYPASSRLS or as the tables' owner (4.9)."""
    if "default" not in (databases or ()) or settings.AS_OWNER:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(WHO)
        name, is_super, bypasses, owns = cursor.fetchone()
    connections["default"].close()
    problems = {
        "is a superuser": is_super,
        "passes row-level security (BYPASSRLS)": bypasses,
        "owns tables, so that it could alter history": owns,
    }
    return [
        Error(
            f"The role {name} of DATABASE_URL {problem}.",
            hint="Set DATABASE_URL to a role of the application alone and "
            "DATABASE_OWNER_URL to the owner's (docs/operations/settings.md).",
            id=f"propertyservice.E00{number}",
        )
        for number, (problem, found) in enumerate(problems.items(), start=1)
        if found
    ]
