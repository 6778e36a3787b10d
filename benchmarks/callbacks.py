"""A night's draw, and the rate page, against the bare SQL that does the same."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from benchmarks import databases
from benchmarks.report import Result
from benchmarks.timing import clock, compare
from benchmarks.web import Visitor
from callbacks.models import Sampling
from callbacks.transitions.sampling.drawing import open_taken, take, waiting
from callbacks.transitions.sampling.night import BATCH
from propertyservice.organisation.models import Office, Staff
from propertyservice.organisation.scope import scope

Pairs = tuple[list[float], list[float]]
DRAW_BAR, RATE_BAR = 3.0, 2.0
SEED = "00112233aabbccdd"
TRIGGERS = "ALTER TABLE callbacks_callback {what} TRIGGER USER"
SAMPLINGS = """
INSERT INTO callbacks_sampling (office_id, source, month, seed)
SELECT 1, 'REPAIR', (date_trunc('month', now()) - make_interval(months => n))::date,
  '{seed}' FROM generate_series(0, {months} - 1) n
"""
# Windows end in their month; those of the draw are open, those of the rate over.
CANDIDATES = """
INSERT INTO callbacks_candidate (office_id, sampling_id, source, case_id, reference,
  turn, rated_id, trade, caller_post, rule_key, rate, days, arose_at, opens_at, until,
  month, excluded)
SELECT 1, s.id, 'REPAIR', r.register_id, 'B1-WX-' || r.register_id, 1, r.technician_id,
  r.trade, 'CALLBACK_STAFF', 'callback.plan.REPAIR', 0.3, 7,
  w.until - interval '7 days',
  w.until - interval '7 days', w.until, s.month, ''
FROM (SELECT *, row_number() OVER (ORDER BY register_id) AS n FROM repairs_repair
  WHERE office_id = 1) r
JOIN (SELECT *, row_number() OVER (ORDER BY id) AS n FROM callbacks_sampling) s
  ON s.n = r.n % {months} + 1
CROSS JOIN LATERAL (SELECT CASE WHEN {months} = 1 THEN now() + interval '5 days'
  ELSE s.month + interval '20 days' END AS until) w
WHERE r.n <= {count}
"""
CALLBACKS = """
INSERT INTO callbacks_callback (register_id, office_id, status, due_kind, candidate_id,
  why, source, source_case_id, location, resident_name, phone, content, rated_id,
  caller_post, window_from, window_until, do_not_call, called_at, interviewee, method,
  timeliness, quality, attitude, charging, cleanliness, rating, comments, not_fixed,
  outcome, interviewee_sign, review_note)
SELECT c.case_id, 1, 'CLOSED', '', c.id, 'DRAWN', 'REPAIR', c.case_id, '', '', '', '',
  c.rated_id, 'CALLBACK_STAFF', c.opens_at, c.until, false, c.until - interval '1 day',
  'x', 'PHONE', '', '', '', '', '', 'A', '', false, 'ANSWERED', '', ''
FROM callbacks_candidate c WHERE c.id % 3 = 0
"""
# The same rows into tables without keys to others, policies, triggers or history.
BARE = """
DROP TABLE IF EXISTS bench_candidate, bench_taken, bench_case, bench_callback,
  bench_limit, bench_step;
CREATE TABLE bench_taken (LIKE callbacks_taken INCLUDING INDEXES);
CREATE TABLE bench_candidate AS SELECT c.*, x.title, x.unit_id, x.search_text
FROM callbacks_candidate c JOIN cases_case x ON x.id = c.case_id;
CREATE TABLE bench_case (LIKE cases_case INCLUDING DEFAULTS INCLUDING INDEXES);
CREATE TABLE bench_callback (LIKE callbacks_callback INCLUDING INDEXES);
CREATE TABLE bench_limit (LIKE workflow_deadline INCLUDING DEFAULTS INCLUDING INDEXES);
CREATE TABLE bench_step (LIKE cases_step INCLUDING DEFAULTS INCLUDING INDEXES);
CREATE SEQUENCE IF NOT EXISTS bench_seq;
GRANT ALL ON bench_candidate, bench_taken, bench_case, bench_callback, bench_limit,
  bench_step, bench_seq TO {role}
"""
PLACED = """
WITH placed AS (
  SELECT *, row_number() OVER (PARTITION BY rated_id, trade
    ORDER BY sha256(convert_to(%(seed)s || ':' || reference, 'UTF8')), id) AS place,
    count(*) OVER (PARTITION BY rated_id, trade) AS n FROM bench_candidate)"""
TAKE = (
    PLACED
    + """
INSERT INTO bench_taken (candidate_id, draw_id, place, why)
SELECT id, 1, place, 'DRAWN' FROM placed WHERE place <= ceil(n * rate)
"""
)
WRITE = (
    PLACED
    + """,
taken AS MATERIALIZED (
  SELECT *, nextval('bench_seq') AS key, row_number() OVER () AS line
  FROM placed WHERE place <= ceil(n * rate)),
cases AS (
  INSERT INTO bench_case (id, number, clause, office_id, unit_id, title, search_text,
    holder_post, is_open, opened_at, recorded_at, last_step_at, due_at)
  SELECT key, 'B-' || key, 'callbacks', 1, unit_id, title, search_text,
    'CS_SUPERVISOR', true, now(), now(), now(), until FROM taken),
limits AS (
  INSERT INTO bench_limit (id, case_id, kind, rule_key, "limit", starts_at, due_at,
    remind_at, escalate_at, pausable, state, supervisor_post, manager_post, basis)
  SELECT key, key, 'callbacks.call', rule_key, '{}'::jsonb, arose_at, until, until,
    until, false, 'RUNNING', 'CS_SUPERVISOR', 'OFFICE_MANAGER', '{}'::jsonb
  FROM taken),
steps AS (
  INSERT INTO bench_step (id, case_id, kind, name, from_status, to_status, occurred_at,
    recorded_at, is_late_entry, reason, details)
  SELECT key, key, 'STEP', 'draw', '', 'PLANNED', now(), now(), false, '',
    jsonb_build_object('source_no', reference) FROM taken)
INSERT INTO bench_callback (register_id, office_id, status, due_at, due_kind,
  candidate_id, why, source, source_case_id, unit_id, location, resident_name, phone,
  content, rated_id, caller_post, window_from, window_until, do_not_call, interviewee,
  method, timeliness, quality, attitude, charging, cleanliness, rating, comments,
  not_fixed, outcome, interviewee_sign, review_note)
SELECT key, 1, 'PLANNED', until, 'callbacks.call', id, 'DRAWN', source, case_id,
  unit_id, '', '', '', title, rated_id, caller_post, opens_at, until, false, '', '',
  '', '', '', '', '', '', '', false, '', '', '' FROM taken
"""
)
AGGREGATE = """
SELECT c.month, c.source, count(*), sum(c.rate), count(*) FILTER (WHERE k.status IS
  DISTINCT FROM 'WAIVED'), count(*) FILTER (WHERE k.outcome = 'ANSWERED' AND
  k.called_at < c.until), count(*) FILTER (WHERE k.rating = 'C'),
  count(*) FILTER (WHERE k.outcome = 'UNREACHABLE'),
  count(*) FILTER (WHERE k.outcome = 'REFUSED')
FROM callbacks_candidate c LEFT JOIN callbacks_callback k ON k.candidate_id = c.id
WHERE c.office_id = 1 GROUP BY c.month, c.source
"""


def measure(small: str, large: str, runs: int) -> Iterator[Result]:
    """The draw in the smaller database, the rate page in the larger."""
    yield from _draw(small, runs)
    yield from _rate(large, max(runs, 5))


def _draw(name: str, runs: int) -> Iterator[Result]:
    databases.use(name)
    _owner(
        SAMPLINGS.format(seed=SEED, months=1), CANDIDATES.format(months=1, count=10**5)
    )
    _owner(*BARE.format(role=_role()).split(";\n"), "ANALYZE")
    with scope(offices=[1]):
        office = Office.objects.get(pk=1)
        sampling = Sampling.objects.get().pk
        base = Sampling.objects.get().candidates.count()
    took: Pairs = ([], [])
    wrote: Pairs = ([], [])
    for _run in range(runs):
        with scope(offices=[1]), transaction.atomic():
            took[0].append(clock(lambda: _checked(take, office, [sampling])))
            taken = waiting(office)
            opened = clock(partial(_open, office, taken))
            wrote[0].append(took[0][-1] + opened)
            transaction.set_rollback(True)
        for statement, times in ((TAKE, took[1]), (WRITE, wrote[1])):
            with scope(offices=[1]), transaction.atomic():
                times.append(clock(partial(_bare, statement)))
                transaction.set_rollback(True)
    yield _result(
        f"night's draw, {base:,} candidates",
        took,
        "one statement orders, takes",
        barred=True,
    )
    yield _result(
        f"and {len(taken):,} callbacks opened", wrote, "the same, four bare rows each"
    )


def _result(name: str, times: Pairs, limit: str, *, barred: bool = False) -> Result:
    here, there = map(statistics.median, times)
    bar = DRAW_BAR if barred else None
    return Result(
        *("callbacks", name, here / there, bar),
        measured_ms=here,
        limit_ms=there,
        limit=limit,
    )


def _open(office: Office, taken: list[int]) -> None:
    """In batches, as the night does it."""
    for first in range(0, len(taken), BATCH):
        _checked(open_taken, office, taken[first : first + BATCH])


def _checked(act: Callable[..., object], *facts: object) -> None:
    """With the keys to other tables, which are else checked at the commit."""
    act(*facts)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _rate(name: str, runs: int) -> Iterator[Result]:
    databases.use(name)
    _owner(
        SAMPLINGS.format(seed=SEED, months=12),
        CANDIDATES.format(months=12, count=500_000),
        TRIGGERS.format(what="DISABLE"),
        CALLBACKS,
        TRIGGERS.format(what="ENABLE"),
        "ANALYZE",
    )
    visitor = Visitor(Staff.objects.get(username="supervisor1"))
    page, empty = visitor.get("/callbacks/rate/"), visitor.get("/bench/one/")

    def limit() -> None:
        empty()
        with scope(offices=[1]), connection.cursor() as cursor:
            cursor.execute("SET LOCAL jit = off")
            cursor.execute(AGGREGATE)
            cursor.fetchall()

    pair = compare(page, limit, runs, warm=1)
    with scope(offices=[1]):
        month = timezone.localdate().replace(day=1)
        rows = Sampling.objects.get(month=month).candidates.count() * 12
    yield Result(
        *("callbacks", f"rate page, 12 months, {rows:,} cases", pair.ratio, RATE_BAR),
        measured_ms=pair.measured,
        limit_ms=pair.limit,
        limit="the aggregate and an empty page",
    )


def _bare(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
        cursor.execute(statement, {"seed": SEED})


def _role() -> str:
    return str(connection.settings_dict["USER"])


def _owner(*commands: str) -> None:
    with databases.as_owner(), connection.cursor() as cursor:
        for command in commands:
            if command.strip():
                cursor.execute(command)
