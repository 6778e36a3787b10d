"""A company's year: as many complaints and callbacks beside the repairs of twelve
months, for the pages of figures."""

from __future__ import annotations

from django.db import connection

from benchmarks.databases import as_owner
from benchmarks.filling import _bare

COMPLAINTS = (
    """
INSERT INTO cases_case (id, clause, number, office_id, unit_id, person_id, title,
  search_text, holder_post, is_open, opened_at, recorded_at, last_step_at, closed_at)
SELECT {count} + id, 'complaints', replace(number, '-BX-', '-TS-'), office_id, unit_id,
  person_id, title, search_text, '', false, opened_at, recorded_at, last_step_at,
  opened_at + interval '3 days'
FROM cases_case WHERE clause = 'repairs' ORDER BY id
""",
    """
INSERT INTO complaints_complaint (register_id, office_id, status, due_kind, location,
  complainant_name, complainant_count, is_anonymous, channel, received_at,
  occurred_where, respondent_words, goes_above, content, demand, category, level,
  validity, is_safety, external_party, external_no, investigation, proposal, approval,
  outcome, done_at, reply, reply_method, replied_at, opinion, callback_no,
  callback_rating, corrective_action, reopen_count, disputed_item, remark, once_key,
  recorder_id, unit_id, in_time)
SELECT {count} + register_id, office_id, 'CLOSED', '', location, resident_name, 1,
  false, 'PHONE', reported_at, '', '', false, description, '',
  (ARRAY['SERVICE', 'REPAIR', 'CLEANING', 'SECURITY'])[1 + register_id % 4],
  CASE WHEN register_id % 9 = 0 THEN 'IMPORTANT' ELSE 'MINOR' END,
  CASE WHEN register_id % 11 = 0 THEN 'INVALID' ELSE 'VALID' END, false, '', '', '',
  '', '', '', CASE WHEN register_id % 30 > 0 THEN reported_at + interval '1 day' END,
  '', 'PHONE', reported_at + interval '1 day', '', '',
  (ARRAY['SATISFIED', 'FAIRLY', 'DISSATISFIED', ''])[1 + register_id % 4], 'x',
  CASE WHEN register_id % 50 = 0 THEN 1 ELSE 0 END, '', '', gen_random_uuid(),
  recorder_id, unit_id, register_id % 40 > 0
FROM repairs_repair ORDER BY register_id
""",
    """
INSERT INTO workflow_deadline (kind, rule_key, "limit", starts_at, due_at, remind_at,
  escalate_at, pausable, state, ended_at, supervisor_post, manager_post, basis, case_id)
SELECT kind, 'complaint', '{{"hours": 24}}', received_at,
  received_at + interval '1 day', received_at, received_at, false,
  CASE WHEN register_id % 40 = 0 THEN 'MISSED' ELSE 'MET' END, replied_at,
  'CS_SUPERVISOR', 'OFFICE_MANAGER', '{{}}', register_id
FROM complaints_complaint, unnest(ARRAY['complaints.answer', 'complaints.solve']) kind
ORDER BY register_id
""",
)
# A window ends with the month in which the sheet came back; one in three is called.
CALLBACKS = (
    """
INSERT INTO callbacks_sampling (office_id, source, month, seed)
SELECT o.id, source, (date_trunc('month', now()) - make_interval(months => n))::date,
  '00112233aabbccdd'
FROM organisation_office o, unnest(ARRAY['REPAIR', 'URGENT', 'PAID']) source,
  generate_series(0, 11) n
""",
    """
INSERT INTO callbacks_candidate (office_id, sampling_id, source, case_id, reference,
  turn, rated_id, trade, caller_post, rule_key, rate, days, arose_at, opens_at, until,
  month, excluded)
SELECT r.office_id, s.id, s.source, r.register_id, 'WX-' || r.register_id, 1,
  r.technician_id, r.trade, 'CALLBACK_STAFF', 'callback.plan.REPAIR',
  CASE WHEN s.source = 'REPAIR' THEN 0.3 ELSE 1 END, 7, s.month, s.month,
  s.month + interval '1 month', s.month,
  CASE WHEN r.register_id % 100 = 0 THEN 'NO_REPORTER' ELSE '' END
FROM repairs_repair r JOIN callbacks_sampling s ON s.office_id = r.office_id
  AND s.month = (date_trunc('month', now())
    - make_interval(months => (r.register_id % 12)::int))::date
  AND s.source = CASE WHEN r.priority = 'EMERGENCY' THEN 'URGENT'
    WHEN r.charge_type = 'PAID' THEN 'PAID' ELSE 'REPAIR' END
ORDER BY r.register_id
""",
    """
INSERT INTO cases_case (id, clause, number, office_id, unit_id, person_id, title,
  search_text, holder_post, is_open, opened_at, recorded_at, last_step_at, closed_at)
SELECT 2 * {count} + x.id, 'callbacks', replace(x.number, '-BX-', '-HF-'), x.office_id,
  x.unit_id, x.person_id, x.title, x.search_text, '', false, c.opens_at, c.opens_at,
  c.opens_at, c.until
FROM callbacks_candidate c JOIN cases_case x ON x.id = c.case_id
WHERE (c.id % 3 = 0 OR c.rate = 1) AND c.excluded = '' ORDER BY x.id
""",
    """
INSERT INTO callbacks_callback (register_id, office_id, status, due_kind, candidate_id,
  why, source, source_case_id, location, resident_name, phone, content, rated_id,
  caller_post, window_from, window_until, do_not_call, called_at, interviewee, method,
  timeliness, quality, attitude, charging, cleanliness, rating, comments, not_fixed,
  outcome, interviewee_sign, review_note)
SELECT 2 * {count} + c.case_id, c.office_id, 'CLOSED', '', c.id, 'DRAWN', c.source,
  c.case_id, '', '', '', '', c.rated_id, 'CALLBACK_STAFF', c.opens_at, c.until, false,
  CASE WHEN a.answered THEN c.until - interval '1 day' END,
  CASE WHEN a.answered THEN 'x' ELSE '' END, CASE WHEN a.answered THEN 'PHONE' ELSE ''
  END, '', '', '', '', '', CASE WHEN a.answered THEN substr('AAB', 1 + c.case_id::int
  % 3, 1) ELSE '' END, '', false, CASE WHEN a.answered THEN 'ANSWERED'
  ELSE 'UNREACHABLE' END, '', ''
FROM callbacks_candidate c CROSS JOIN LATERAL (SELECT c.case_id % 19 > 0 AS answered) a
WHERE (c.id % 3 = 0 OR c.rate = 1) AND c.excluded = '' ORDER BY c.id
""",
)
TABLES = (
    *("cases_case", "complaints_complaint", "workflow_deadline"),
    *("callbacks_sampling", "callbacks_candidate", "callbacks_callback"),
)


def prepare(count: int) -> None:
    """Beside ``count`` repairs as many complaints and candidates for a callback."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        with _bare(TABLES):
            for statement in (*COMPLAINTS, *CALLBACKS):
                cursor.execute(statement.format(count=count))
        cursor.execute("VACUUM (ANALYZE)")
