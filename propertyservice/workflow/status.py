"""The table itself refuses a status jump that no transition allows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import pgtrigger


def guarded(
    name: str,
    moves: Mapping[str, Iterable[str]],
    *,
    born: str,
    only_if: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> list[pgtrigger.Trigger]:
    """Triggers for a status table: born in one status, moved only as ``moves`` says.

    ``only_if`` names moves that need more: a condition on the row as SQL.
    The refusal carries a constraint name: ``<name>_jump`` or ``<name>_born``.
    """
    pairs = ", ".join(f"('{a}','{b}')" for a in sorted(moves) for b in sorted(moves[a]))
    unless = "".join(
        f"\n  OR ((OLD.status, NEW.status) = ('{a}','{b}')"
        f" AND ({condition}) IS NOT TRUE)"
        for (a, b), condition in only_if.items()
    )
    return [
        pgtrigger.Trigger(
            name=f"{name}_jump",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("status"),  # type: ignore[no-untyped-call]
            condition=pgtrigger.Q(old__status__df=pgtrigger.F("new__status")),
            func=f"""
IF (OLD.status, NEW.status) NOT IN ({pairs}){unless} THEN
  RAISE EXCEPTION 'no step leads from % to %', OLD.status, NEW.status
    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}_jump',
          TABLE = TG_TABLE_NAME;
END IF;
RETURN NEW;
""",
        ),
        pgtrigger.Trigger(
            name=f"{name}_born",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            condition=pgtrigger.Condition(f"NEW.status <> '{born}'"),
            func=f"""
RAISE EXCEPTION 'a case begins as {born}'
  USING ERRCODE = 'check_violation', CONSTRAINT = '{name}_born',
        TABLE = TG_TABLE_NAME;
""",
        ),
    ]
