"""Rows that can't be rewritten unseen: frozen by triggers, chained by hashes.

Each row of a chained table keeps the hash of the row before it in its office and its
own: sha256 over the one before and everything it says. Whoever changes, removes or adds
a row later breaks the chain at that place; whoever rewrites the whole rest of it can't
rewrite the head that stands on the signed daily report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pgtrigger
from django.db import connection

FROZEN = """
RAISE EXCEPTION 'a row of this ledger never changes'
  USING ERRCODE = 'check_violation', CONSTRAINT = '{name}', TABLE = TG_TABLE_NAME;
"""

# PL/pgSQL for a BEFORE INSERT trigger of the chained table, as its last act.
LINK = """
  SELECT h.link, h.hash INTO chain_link, chain_hash FROM public.ledger_chainhead h
    WHERE h.ledger = '{ledger}' AND h.office_id = NEW.office_id FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO public.ledger_chainhead (ledger, office_id, link, hash)
      VALUES ('{ledger}', NEW.office_id, 0, '') ON CONFLICT DO NOTHING;
    SELECT h.link, h.hash INTO chain_link, chain_hash FROM public.ledger_chainhead h
      WHERE h.ledger = '{ledger}' AND h.office_id = NEW.office_id FOR UPDATE;
  END IF;
  NEW.link := chain_link + 1;
  NEW.previous := chain_hash;
  NEW.hash := encode(sha256(convert_to({said}, 'UTF8')), 'hex');
  UPDATE public.ledger_chainhead h SET link = NEW.link, hash = NEW.hash
    WHERE h.ledger = '{ledger}' AND h.office_id = NEW.office_id;
"""
DECLARED = [("chain_link", "bigint"), ("chain_hash", "text")]

# Any line that differs from what its row says now, or from the one before it.
BROKEN = """
SELECT office_id, link, id FROM (
  SELECT v.office_id, v.link, v.id, v.hash, v.previous,
    lag(v.hash, 1, '') OVER chain AS before,
    lag(v.link, 1, 0::bigint) OVER chain AS place,
    encode(sha256(convert_to({said}, 'UTF8')), 'hex') AS is
  FROM {source} v {where} WINDOW chain AS (PARTITION BY v.office_id ORDER BY v.link)
) found WHERE hash <> "is" OR previous <> before OR link <> place + 1
ORDER BY office_id, link LIMIT {most}
"""
ENDS = """
SELECT h.office_id, h.link, coalesce(last.link, 0), coalesce(last.hash, '') = h.hash
FROM ledger_chainhead h LEFT JOIN LATERAL (
  SELECT v.link, v.hash FROM {table} v WHERE v.office_id = h.office_id
  ORDER BY v.link DESC LIMIT 1) last ON true
WHERE h.ledger = %s ORDER BY h.office_id
"""
MOST = 20


@dataclass(frozen=True)
class Break:
    """A place where a chain does not hold: its office, link and row, and what."""

    office_id: int
    link: int
    row_id: int | None
    what: str


@dataclass(frozen=True)
class Chain:
    """One ledger of a clause: what its rows say, in words of SQL.

    ``table`` has columns id, office_id, link, previous and hash. ``said`` are text
    expressions over a row named ``{row}``; ``lines``, if any, is a table of lines that
    belong to a row by ``line_key`` and whose ``line_said`` are sealed with it in the
    order of ``line_order``.
    """

    ledger: str
    table: str
    said: Sequence[str]
    lines: str = ""
    line_key: str = ""
    line_said: Sequence[str] = ()
    line_order: str = "id"

    def link(self) -> str:
        """PL/pgSQL that seals ``NEW`` as the next link; needs ``DECLARED``."""
        return LINK.format(ledger=self.ledger, said=self.text("NEW", "sealed_lines"))

    def sealed_lines(self, key: str) -> str:
        """A scalar query: the text of the lines of one row, in their order."""
        line = _joined(part.format(row="l") for part in self.line_said)
        order = f"l.{self.line_order}"
        return (
            f"SELECT string_agg({line}, E'\\n' ORDER BY {order})"  # noqa: S608
            f" FROM public.{self.lines} l WHERE l.{self.line_key} = {key}"
        )

    def text(self, row: str, lines: str = "") -> str:
        """The text whose hash a row keeps: the hash before, its words, its lines."""
        words = [f"{row}.previous", f"{row}.link", f"{row}.office_id"]
        words += [part.format(row=row) for part in self.said]
        if self.lines:
            words.append(lines)
        return _joined(words)

    def proof(self, *, offices: Sequence[int] | None = None, most: int = MOST) -> str:
        """One pass over every row that lists where the chain is broken."""
        where = ""
        if offices is not None:
            wanted = ", ".join(str(int(office)) for office in offices) or "NULL"
            where = f"WHERE v.office_id IN ({wanted})"
        source = self.table
        if self.lines:
            line = _joined(part.format(row="l") for part in self.line_said)
            source = (
                f"(SELECT w.*, s.lines AS sealed_lines FROM {self.table} w"  # noqa: S608
                " LEFT JOIN ("
                f"SELECT l.{self.line_key} AS row_id, string_agg({line}, E'\\n'"
                f" ORDER BY l.{self.line_order}) AS lines FROM {self.lines} l"
                f" GROUP BY 1) s ON s.row_id = w.id)"
            )
        said = self.text("v", "v.sealed_lines")
        return BROKEN.format(said=said, source=source, where=where, most=most)


def breaks(chain: Chain, offices: Sequence[int] | None = None) -> Iterator[Break]:
    """Prove a ledger: yield every place (at most 20) where it does not hold.

    A row changed, removed or put in between, lines of a row changed, rows missing at
    the end. What it can't see, a chain rewritten whole, shows against the head on the
    paper of a closed day.
    """
    with connection.cursor() as cursor:
        cursor.execute(chain.proof(offices=offices))
        for office_id, link, row_id in cursor.fetchall():
            yield Break(office_id, link, row_id, "row")
        cursor.execute(ENDS.format(table=chain.table), [chain.ledger])
        for office_id, head, last, agrees in cursor.fetchall():
            if (offices is None or office_id in offices) and not (
                agrees and head == last
            ):
                yield Break(office_id, head, None, "end")


def frozen(name: str) -> pgtrigger.Trigger:
    """A trigger that refuses every change and removal, whoever tries."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=FROZEN.format(name=name),
    )


def never_emptied(name: str) -> pgtrigger.Trigger:
    """A trigger that refuses TRUNCATE."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func=FROZEN.format(name=name),
    )


def _joined(parts: Iterator[str] | Sequence[str]) -> str:
    """Parts as one text, each quoted: no words can move from one to the next."""
    values = ", ".join(f"quote_nullable(({part})::text)" for part in parts)
    return f"concat_ws('|', {values})"
