"""Filling a database with generate_series, as the owner, with triggers asleep.

Office 1 holds half of everything, so that the clerk's register is a large one. Tables
are loaded without secondary indexes and keys, which are then built in one go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from benchmarks.databases import as_owner
from benchmarks.rows import (
    CASES_SQL,
    CHASE_SQL,
    ESTATE_SQL,
    REPAIRS_SQL,
    SHEETS_SQL,
)
from propertyservice.estate.demo_names import GIVEN, SURNAMES
from propertyservice.estate.pinyin import initials, spaced
from propertyservice.organisation.models import Appointment, Company, Office, Staff
from repairs.demo import words

OFFICES = 4
CLERK = "clerk"
LONG_AGO = date(2020, 1, 1)
MINUTES_BETWEEN_CALLS = 2.6
"""A million repairs are five years of a large company."""


@dataclass(frozen=True)
class Size:
    """How much of what: homes and people, cases of the register, how many are open."""

    repairs: int
    residents: int
    open_share: float = 0.02
    slim: bool = False
    """Cases and their limits alone, for the chase."""
    minutes: float = MINUTES_BETWEEN_CALLS
    sheets: bool = False
    """Each repair has its task sheet, one in twelve is paid."""


def fill(size: Size) -> None:
    """Fill the database in use, whose tables are laid and empty."""
    with as_owner():
        _people()
        with connection.cursor() as cursor:
            cursor.execute("SET maintenance_work_mem = '512MB'")
            cursor.execute("SET synchronous_commit = off")
            with _bare(ESTATE):
                _run(ESTATE_SQL, size)
            cursor.execute("ANALYZE")
            with _bare(REGISTER):
                more = (SHEETS_SQL, *REPAIRS_SQL) if size.sheets else REPAIRS_SQL
                _run([*CASES_SQL, *(() if size.slim else more), CHASE_SQL], size)
            cursor.execute("VACUUM (ANALYZE)")


def _people() -> None:
    """Offices, and in the first one everybody whom the measures need."""
    company = Company.objects.create(name="锦程物业", kind="PROPERTY")
    password = make_password("benchmark")
    for number in range(1, OFFICES + 1):
        office = Office.objects.create(
            company=company, code=f"B{number}", name=f"管理处{number}", city="杭州"
        )
        for account, post, name in CAST:
            for copy in range(10 if post == "TECHNICIAN" else 1):
                person = Staff.objects.create(
                    username=f"{account}{number}{copy or ''}",
                    name=name,
                    office=office,
                    password=password,
                )
                Appointment.objects.create(
                    post=post,
                    company=company,
                    office=office,
                    holder=person,
                    starts_on=LONG_AGO,
                )
    head = Staff.objects.create(username=HEAD, name="周明", password=password)
    Appointment.objects.create(
        post="COMPANY_MANAGER", company=company, holder=head, starts_on=LONG_AGO
    )


CAST = (
    ("clerk", "REPAIR_DESK", "王芳"),
    ("supervisor", "CS_SUPERVISOR", "刘敏"),
    ("manager", "OFFICE_MANAGER", "陈建国"),
    ("maintenance", "MAINT_SUPERVISOR", "高志刚"),
    ("repairer", "TECHNICIAN", "张强"),
)
HEAD = "company"
"""The company's manager sees all offices."""


@contextmanager
def _bare(tables: Sequence[str]) -> Iterator[None]:
    """Take triggers, keys and secondary indexes away, and build them again after."""
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [list(tables)])
        indexes = cursor.fetchall()
        cursor.execute(KEYS, [list(tables)])
        keys = cursor.fetchall()
        cursor.execute(TRIGGERS, [list(tables)])
        triggers = cursor.fetchall()
        for table, name in triggers:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        for table, name, _text in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _text in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cursor:
        for _name, text in indexes:
            cursor.execute(text)
        for table, name, text in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {text}")
        for table, name in triggers:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {name}")


def _run(statements: Sequence[str], size: Size) -> None:
    facts = {
        "units": size.residents // 2,
        "persons": size.residents,
        "repairs": size.repairs,
        "open": round(size.repairs * size.open_share),
        "minutes": size.minutes,
        "sheets": size.sheets,
        "surnames": list(SURNAMES),
        "surname_pinyin": [spaced(each) for each in SURNAMES],
        "surname_initials": [initials(each) for each in SURNAMES],
        "given": list(GIVEN),
        "given_pinyin": [spaced(each) for each in GIVEN],
        "given_initials": [initials(each) for each in GIVEN],
        "faults": [fault.says for trade in words.FAULTS.values() for fault in trade],
        "trades": [trade for trade, all_ in words.FAULTS.items() for _f in all_],
        "rooms": ROOMS,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, facts)


ROOMS = [
    "主卧",
    "次卧",
    "厨房",
    "客厅",
    "卫生间",
    "阳台",
    "书房",
    "玄关",
    "门口",
    "走廊",
]
ESTATE = (
    *("estate_building", "estate_stairwell", "estate_unit"),
    *("estate_person", "estate_personcontact", "estate_occupancy"),
)
REGISTER = (
    *("cases_case", "cases_text", "repairs_repair"),
    *("repairs_tasksheet", "workflow_deadline", "workflow_chase"),
)
INDEXES = """
SELECT indexname, indexdef FROM pg_indexes i
WHERE schemaname = 'public' AND tablename = ANY (%s) AND NOT EXISTS (
  SELECT FROM pg_constraint c WHERE c.conname = i.indexname)
"""
KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
  || CASE contype WHEN 'f' THEN ' NOT VALID' ELSE '' END
FROM pg_constraint WHERE contype IN ('f', 'x') AND conrelid = ANY (%s::regclass[])
"""
# The triggers of the search terms stay awake: they work on whole statements.
TRIGGERS = """
SELECT tgrelid::regclass::text, tgname FROM pg_trigger
WHERE NOT tgisinternal AND tgrelid = ANY (%s::regclass[]) AND tgnewtable IS NULL
  AND tgoldtable IS NULL
"""
