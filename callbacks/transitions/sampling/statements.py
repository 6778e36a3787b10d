"""The draw and what is opened from it, as statements of SQL (RULES 2.2).

``draw`` orders and takes: one row for each one taken. ``open_taken`` makes cases of
them: the number, the register's row, its line, and what hangs on it.
"""

from __future__ import annotations

from callbacks.models import DrawKind

# 1. The base: what stands in these samplings, who holds a place, who can be called.
# 2. Quotas by largest remainder over the strata; how many are still needed.
# 3. The next of the seeded order, each stratum up to its quota first.
PICK = """
base AS MATERIALIZED (
  SELECT c.id, c.sampling_id, coalesce(c.rated_id, 0) AS person, c.trade, c.rate,
    c.opens_at, c.until, s.seed, c.reference,
    t.candidate_id IS NULL AND {callable} AS free,
    t.candidate_id IS NOT NULL AND t.why <> 'ADDED' AND k.released_at IS NULL AS held
  FROM callbacks_candidate c
  JOIN callbacks_sampling s ON s.id = c.sampling_id
  LEFT JOIN callbacks_taken t ON t.candidate_id = c.id
  LEFT JOIN callbacks_callback k ON k.candidate_id = c.id
  WHERE c.sampling_id = ANY(%(samplings)s) AND c.excluded = ''
    AND k.status IS DISTINCT FROM 'WAIVED'),
strata AS (
  SELECT sampling_id, person, trade, sum(rate) AS share, floor(sum(rate)) AS whole,
    count(*) FILTER (WHERE held) AS held, count(*) AS base, max(id) AS seen
  FROM base GROUP BY sampling_id, person, trade),
totals AS (
  SELECT sampling_id, ceil(sum(share))::int AS wanted, sum(whole)::int AS whole,
    sum(held)::int AS held, sum(base)::int AS base, max(seen) AS seen
  FROM strata GROUP BY sampling_id),
quotas AS (
  SELECT a.sampling_id, a.person, a.trade, a.whole - a.held
    + (row_number() OVER (PARTITION BY a.sampling_id
         ORDER BY a.whole - a.share, a.person, a.trade COLLATE "C")
       <= t.wanted - t.whole)::int AS open
  FROM strata a JOIN totals t USING (sampling_id)),
pool AS (
  SELECT id, sampling_id, person, trade, rate,
    sha256(convert_to(seed || ':' || reference, 'UTF8')) AS key
  FROM base WHERE free),
ranked AS (
  SELECT p.id, p.sampling_id, p.key, p.rate, row_number() OVER (
    PARTITION BY p.sampling_id, p.person, p.trade ORDER BY p.key, p.id) > q.open
    AS beyond
  FROM pool p JOIN quotas q USING (sampling_id, person, trade)),
placed AS (
  SELECT id, sampling_id, rate, row_number() OVER (
    PARTITION BY sampling_id ORDER BY beyond, key, id) AS place FROM ranked),
picked AS MATERIALIZED (
  SELECT p.id, p.sampling_id, p.place, p.rate
  FROM placed p JOIN totals t USING (sampling_id) WHERE p.place <= t.wanted - t.held)
"""
OPEN_NOW = """c.opens_at <= %(now)s AND (c.rate = 1 OR (c.until > %(now)s
      AND NOT EXISTS (SELECT FROM callbacks_donotcall d JOIN cases_case x
        ON x.unit_id = d.unit_id WHERE x.id = c.case_id AND d.since <= %(now)s
          AND (d.until IS NULL OR d.until > %(now)s))))"""
NOT_CALLED = "true"
# The draw goes on record with whom it took, each with his place.
TAKE = """
draws AS (
  INSERT INTO callbacks_draw (office_id, sampling_id, run_id, kind, at, seen, base,
    wanted, held, taken, released_id, by_id, reason)
  SELECT %(office)s, t.sampling_id, %(run)s, %(kind)s, %(now)s, t.seen, t.base,
    t.wanted, t.held, (SELECT count(*) FROM picked p
      WHERE p.sampling_id = t.sampling_id), %(released)s, %(by)s, %(reason)s
  FROM totals t
  WHERE %(always)s OR EXISTS (SELECT FROM picked p
    WHERE p.sampling_id = t.sampling_id)
  ORDER BY t.sampling_id RETURNING id, sampling_id)
INSERT INTO callbacks_taken (candidate_id, draw_id, place, why)
SELECT p.id, w.id, p.place,
  CASE WHEN %(kind)s = 'ADDED' THEN %(added)s WHEN p.rate = 1 THEN 'ALWAYS'
    WHEN %(kind)s = 'RELEASE' THEN %(called_up)s ELSE 'DRAWN' END
FROM picked p JOIN draws w USING (sampling_id) ORDER BY w.id, p.place
RETURNING candidate_id
"""
WAITING = """
SELECT t.candidate_id FROM callbacks_taken t JOIN callbacks_draw w ON w.id = t.draw_id
WHERE w.office_id = %(office)s AND NOT EXISTS (
  SELECT FROM callbacks_callback k WHERE k.candidate_id = t.candidate_id)
ORDER BY t.draw_id, t.place
"""
# Everyone taken becomes a case: its number, its register row, its line.
OPEN = """
WITH known AS MATERIALIZED (
  SELECT c.*, t.draw_id, t.why, x.unit_id, x.place_id, x.person_id, x.title,
    x.search_text, row_number() OVER (ORDER BY t.draw_id, t.place) AS n,
    CASE WHEN h THEN %(hidden)s ELSE %(series)s END AS series,
    CASE WHEN h THEN 'COMPANY_MANAGER' ELSE 'CS_SUPERVISOR' END AS supervisor
  FROM callbacks_taken t
  JOIN callbacks_candidate c ON c.id = t.candidate_id
    AND c.id = ANY (%(taken)s::bigint[])
  JOIN cases_case x ON x.id = c.case_id
  CROSS JOIN LATERAL (SELECT c.hidden_from_id IS NOT NULL AS h) hidden
  WHERE t.candidate_id = ANY (%(taken)s::bigint[]) AND NOT EXISTS (
    SELECT FROM callbacks_callback k WHERE k.candidate_id = t.candidate_id)),
many AS (SELECT series, count(*) AS n FROM known GROUP BY series),
counter AS (
  INSERT INTO numbering_counter (series, value)
  SELECT series, n + CASE WHEN series = %(hidden)s THEN %(over)s ELSE 0 END FROM many
  ON CONFLICT (series) DO UPDATE SET value = numbering_counter.value + excluded.value
  RETURNING series, value),
placed_in AS (
  SELECT k.*, a.value - m.n + row_number() OVER (
    PARTITION BY k.series ORDER BY k.n) AS place
  FROM known k JOIN many m USING (series) JOIN counter a USING (series)),
numbered AS MATERIALIZED (
  SELECT *, series || '-' || lpad(place::text, greatest(4, length(place::text)), '0')
    AS number FROM placed_in),
opened AS (
  INSERT INTO cases_case (number, clause, office_id, unit_id, place_id, person_id,
    title, search_text, holder_post, is_open, opened_at, recorded_at, last_step_at,
    due_at, hidden_from_id)
  SELECT number, 'callbacks', %(office)s, unit_id, place_id, person_id, title,
    search_text, supervisor, true, %(now)s, %(recorded)s, %(now)s, until, hidden_from_id
  FROM numbered ORDER BY n RETURNING id, number),
made AS (
  SELECT o.id AS register, n.* FROM numbered n JOIN opened o USING (number)),
drawn AS (
  INSERT INTO callbacks_callback (register_id, office_id, status, due_at, due_kind,
    candidate_id, draw_id, why, source, source_case_id, party, unit_id, location,
    resident_name, phone, content, rated_id, hidden_from_id, caller_post, window_from,
    window_until, do_not_call, interviewee, method, timeliness, quality, attitude,
    charging, cleanliness, rating, comments, not_fixed, outcome, interviewee_sign,
    review_note, follows_id)
  SELECT m.register, %(office)s, 'PLANNED', m.until, 'callbacks.call', m.id, m.draw_id,
    m.why, m.source, m.case_id, m.party, m.unit_id,
    coalesce(r.location, p.room, ''), coalesce(r.resident_name, p.name, ''),
    coalesce(r.phone, p.phone, ''), m.title, m.rated_id,
    m.hidden_from_id, m.caller_post, m.opens_at, m.until,
    EXISTS (SELECT FROM callbacks_donotcall d WHERE d.unit_id = m.unit_id
      AND d.since <= %(now)s AND (d.until IS NULL OR d.until > %(now)s)),
    '', '', '', '', '', '', '', '', '', false, '', '', '',
    (SELECT f.register_id FROM callbacks_callback f WHERE f.follow_up_id = m.case_id
       AND f.status = 'FOLLOW_UP' AND (m.source <> 'COMPLAINT' OR f.party = m.party)
     ORDER BY f.register_id DESC LIMIT 1)
  FROM made m LEFT JOIN repairs_repair r ON r.register_id = m.case_id
  LEFT JOIN complaints_complainant p ON p.id = m.party AND m.source = 'COMPLAINT')
SELECT register FROM made ORDER BY register
"""
# What hangs on a case is written when the case is there to be seen (decision 7).
HANG = """
WITH made AS (
  SELECT k.register_id AS register, k.why, c.rule_key, c.days, c.arose_at, c.until,
    c.reference, k.hidden_from_id IS NOT NULL AS h, w.by_id, w.reason
  FROM unnest(%(made)s::bigint[]) one(id)
  JOIN callbacks_callback k ON k.register_id = one.id
  JOIN callbacks_candidate c ON c.id = k.candidate_id
  JOIN callbacks_draw w ON w.id = k.draw_id),
limits AS (
  INSERT INTO workflow_deadline (case_id, kind, rule_key, "limit", starts_at, due_at,
    remind_at, escalate_at, pausable, state, supervisor_post, manager_post, basis)
  SELECT register, 'callbacks.call', rule_key,
    jsonb_build_object('clock', 'NATURAL', 'days', days), arose_at, until,
    arose_at + (until - arose_at) * %(remind)s,
    until + least(greatest(until - arose_at, make_interval(mins => %(least)s)),
      make_interval(mins => %(most)s)),
    false, 'RUNNING', CASE WHEN h THEN 'COMPANY_MANAGER' ELSE 'CS_SUPERVISOR' END,
    CASE WHEN h THEN 'COMPANY_MANAGER' ELSE 'OFFICE_MANAGER' END, '{}'::jsonb
  FROM made)
INSERT INTO cases_step (case_id, kind, name, from_status, to_status, occurred_at,
  recorded_at, is_late_entry, reason, details, by_id)
SELECT register, 'STEP', 'draw', '', 'PLANNED', %(now)s, %(recorded)s, false,
  reason, jsonb_build_object('why', why, 'source_no', reference), by_id
FROM made
"""
ONLY_ONE = """
picked AS MATERIALIZED (
  SELECT id, sampling_id, 1 AS place, rate FROM base WHERE free AND id = %(only)s)
"""


def draw(kind: str) -> str:
    """The statement that takes; staff who add one do not ask the order."""
    if kind == DrawKind.ADDED:
        pick = PICK.format(callable=NOT_CALLED)
        pick = pick[: pick.index("picked AS")] + ONLY_ONE.lstrip("\n")
    else:
        pick = PICK.format(callable=OPEN_NOW)
    return f"WITH {pick}, {TAKE}"
