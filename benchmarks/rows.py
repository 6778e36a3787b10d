"""The rows of the benchmark, made by PostgreSQL itself from running numbers."""

from __future__ import annotations

# 480 homes a building; office 1 has half of the buildings.
ESTATE_SQL = (
    """
INSERT INTO estate_building (office_id, code, name, "order")
SELECT CASE WHEN n %% 2 = 0 THEN 1 ELSE 2 + (n / 2) %% 3 END, (n + 1)::text,
  (n + 1) || '号楼', n + 1
FROM generate_series(0, (%(units)s - 1) / 480) n
""",
    """
INSERT INTO estate_stairwell (office_id, building_id, code)
SELECT b.office_id, b.id, s::text FROM estate_building b, generate_series(1, 4) s
ORDER BY b.id, s
""",
    """
INSERT INTO estate_unit (office_id, building_id, stairwell_id, room, floor, code, label,
  sort_key, layout, use, note)
SELECT b.office_id, b.id, s.id, f || '0' || r, f,
  o.code || '-' || b.code || '-' || s.code || '-' || f || '0' || r,
  b.code || '-' || s.code || '-' || f || '0' || r,
  lpad(b.code, 5, '0') || '-' || lpad(s.code, 5, '0') || '-'
    || lpad(f || '0' || r, 5, '0'),
  '', 'RESIDENCE', ''
FROM estate_stairwell s JOIN estate_building b ON b.id = s.building_id
JOIN organisation_office o ON o.id = b.office_id,
  generate_series(1, 30) f, generate_series(1, 4) r
ORDER BY s.id, f, r
""",
    "ANALYZE estate_unit",
    """
INSERT INTO estate_person (office_id, name, name_pinyin, initials, legal_hold)
SELECT u.office_id, w.han[i] || w.given[j] || w.given[k],
  w.han_read[i] || ' ' || w.given_read[j] || ' ' || w.given_read[k],
  w.han_ini[i] || w.given_ini[j] || w.given_ini[k], ''
FROM (SELECT id, office_id, row_number() OVER (ORDER BY id) - 1 AS place
  FROM estate_unit) u
CROSS JOIN generate_series(0, 1) half
CROSS JOIN (SELECT %(surnames)s::text[] AS han, %(surname_pinyin)s::text[] AS han_read,
  %(surname_initials)s::text[] AS han_ini, %(given)s::text[] AS given,
  %(given_pinyin)s::text[] AS given_read, %(given_initials)s::text[] AS given_ini) w
CROSS JOIN LATERAL (SELECT u.place * 2 + half AS n) p
CROSS JOIN LATERAL (SELECT 1 + (n * 31 + n / 54) %% cardinality(w.han) AS i,
  1 + (n * 17 + n / 42) %% cardinality(w.given) AS j,
  1 + (n * 13 + n / 1764) %% cardinality(w.given) AS k) at
WHERE n < %(persons)s ORDER BY n
""",
    """
INSERT INTO estate_personcontact (office_id, person_id, phone, is_primary, note)
SELECT office_id, id, (13800000000 + (id * 7919) %% 100000000)::text, true, ''
FROM estate_person
""",
    """
INSERT INTO estate_occupancy (office_id, unit_id, person_id, relation, starts_on,
  is_contact, note)
SELECT p.office_id, u.id, p.id, CASE WHEN p.n %% 2 = 0 THEN 'OWNER' ELSE 'FAMILY' END,
  date '2020-01-01', p.n %% 2 = 0, ''
FROM (SELECT *, row_number() OVER (ORDER BY id) - 1 AS n FROM estate_person) p
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM estate_unit) u
  ON u.place = p.n / 2
""",
)
CASES_SQL = (
    """
CREATE TEMP TABLE home ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY u.id) - 1 AS place, u.id AS unit_id, u.office_id,
  u.building_id, u.label, o.code, p.id AS person_id, p.name
FROM estate_unit u JOIN organisation_office o ON o.id = u.office_id
JOIN (SELECT unit_id, min(person_id) AS id FROM estate_occupancy GROUP BY 1) f
  ON f.unit_id = u.id
JOIN estate_person p ON p.id = f.id
""",
    """
CREATE TEMP TABLE hand ON COMMIT DROP AS
SELECT office_id, holder_id AS technician_id,
  row_number() OVER (PARTITION BY office_id ORDER BY id) - 1 AS place
FROM organisation_appointment WHERE post = 'TECHNICIAN'
""",
    "ANALYZE home, hand",
    """
CREATE TEMP TABLE numbered ON COMMIT DROP AS
SELECT c.*, code || '-BX-' || day AS series,
  row_number() OVER (PARTITION BY c.office_id, day ORDER BY n) AS place
FROM (SELECT n, at, to_char(at AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD') AS day,
    n > %(repairs)s - %(open)s AS is_open, n %% 15 = 0 AS urgent,
    h.unit_id, h.office_id, h.building_id, h.label, h.code, h.person_id, h.name,
    t.technician_id,
    w.rooms[1 + (n * 7 + n / 11) %% cardinality(w.rooms)]
      || w.faults[1 + n %% cardinality(w.faults)] AS said,
    w.trades[1 + n %% cardinality(w.faults)] AS trade
  FROM generate_series(1, %(repairs)s) n
  CROSS JOIN LATERAL (
    SELECT now() - make_interval(mins => ((%(repairs)s - n) * %(minutes)s)::int) AS at
  ) x
  CROSS JOIN (SELECT %(rooms)s::text[] AS rooms, %(faults)s::text[] AS faults,
    %(trades)s::text[] AS trades) w
  JOIN home h ON h.place = (n::bigint * 7919 + n / 97) %% (SELECT count(*) FROM home)
  JOIN hand t ON t.office_id = h.office_id AND t.place = n %% 10) c
""",
    "ANALYZE numbered",
    """
INSERT INTO cases_case (id, clause, number, office_id, unit_id, person_id, title,
  search_text, holder_id, holder_post, is_open, opened_at, recorded_at, last_step_at,
  closed_at, due_at)
SELECT n, 'repairs', series || '-' || lpad(place::text, 4, '0'), office_id, unit_id,
  person_id, said, label || ' ' || name || ' ' || said,
  CASE WHEN is_open THEN technician_id END,
  CASE WHEN is_open THEN 'TECHNICIAN' ELSE '' END, is_open, at, at, at,
  CASE WHEN NOT is_open THEN at + interval '3 days' END,
  CASE WHEN is_open THEN at + interval '2 days' END
FROM numbered ORDER BY n
""",
    """
INSERT INTO numbering_counter (series, value)
SELECT series, max(place) FROM numbered GROUP BY series
""",
    """
INSERT INTO workflow_deadline (kind, rule_key, "limit", starts_at, due_at, remind_at,
  escalate_at, pausable, state, ended_at, supervisor_post, manager_post, basis, case_id)
SELECT 'repairs.finish', 'repair.finish.NORMAL', '{"minutes": 2880}', at,
  at + interval '2 days', at + interval '36 hours', at + interval '3 days', true,
  CASE WHEN is_open THEN 'RUNNING' WHEN n %% 40 = 0 THEN 'MISSED' ELSE 'MET' END,
  CASE WHEN NOT is_open THEN at + interval '1 day' END,
  'MAINT_SUPERVISOR', 'OFFICE_MANAGER', '{}', n
FROM numbered ORDER BY n
""",
    "SELECT setval(pg_get_serial_sequence('cases_case', 'id'), %(repairs)s)",
)
REPAIRS_SQL = (
    """
INSERT INTO cases_text (case_id, office_id, clause, text)
SELECT id, office_id, clause,
  cases_plain(search_text || ' ' || substring(number from '[0-9]+-[0-9]+$'))
FROM cases_case
""",
    """
INSERT INTO repairs_repair (register_id, office_id, status, due_at, due_kind, unit_id,
  building_id, location, resident_name, relation, phone, channel, description, trade,
  priority, size, charge_type, reported_at, notified_at, read_back, technician_id,
  finished_at, sheet_returned_at, completion_remark, callback_result, suspend_reason,
  suspended_from, rework_count, is_incident, referred_to, referred_party, referred_no,
  referral_answer, recorder_id, remark, once_key, sheet_id,
  in_time)
SELECT n, office_id,
  CASE WHEN NOT is_open THEN 'CLOSED' WHEN n %% 3 = 0 THEN 'DISPATCHED'
    WHEN n %% 3 = 1 THEN 'ACCEPTED' ELSE 'IN_PROGRESS' END,
  CASE WHEN is_open THEN at + interval '2 days' END,
  CASE WHEN is_open THEN 'repairs.finish' ELSE '' END, unit_id, building_id, label,
  name,
  'OWNER', '13800000000', 'PHONE', said, trade,
  CASE WHEN urgent THEN 'EMERGENCY' ELSE 'NORMAL' END, 'NORMAL',
  CASE WHEN %(sheets)s AND n %% 12 = 0 THEN 'PAID' ELSE 'FREE' END, at,
  at + interval '9 minutes', true, technician_id,
  CASE WHEN NOT is_open THEN at + interval '1 day' END,
  CASE WHEN NOT is_open THEN at + interval '2 days' END,
  CASE WHEN NOT is_open THEN '已完成维修' ELSE '' END, '', '', '', 0, false, '', '', '',
  '', technician_id, '', gen_random_uuid(), CASE WHEN %(sheets)s THEN n END,
  CASE WHEN NOT is_open THEN n %% 40 > 0 END
FROM numbered ORDER BY n
""",
    """
INSERT INTO workflow_deadline (kind, rule_key, "limit", starts_at, due_at, remind_at,
  escalate_at, pausable, state, ended_at, supervisor_post, manager_post, basis, case_id)
SELECT 'repairs.notify', 'repair.notify.NORMAL', '{"minutes": 30}', at,
  at + interval '30 minutes', at + interval '22 minutes', at + interval '60 minutes',
  false, 'MET', at + interval '9 minutes', 'CS_SUPERVISOR', 'OFFICE_MANAGER', '{}', n
FROM numbered ORDER BY n
""",
)
SHEETS_SQL = """
INSERT INTO repairs_tasksheet (id, repair_id, task_no, round, technician_id,
  dispatched_by_id, dispatched_at, arrived_at, started_at, finished_at, price_item,
  quote_accepted_sign, quote_accepted_at, cause, work_done, labour_fee, material_fee,
  result, resident_check, resident_sign, unsigned_reason, sheet_returned_at, reissued,
  receipt_no)
SELECT n, n, code || '-WX-' || n, 1, technician_id, technician_id,
  at + interval '9 minutes', at + interval '20 minutes', at + interval '25 minutes',
  CASE WHEN NOT is_open THEN at + interval '1 day' END, '', '', at, '', '',
  CASE WHEN n %% 12 = 0 THEN 30 ELSE 0 END, 0,
  CASE WHEN is_open THEN '' ELSE 'REPAIRED' END, '', '', '',
  CASE WHEN NOT is_open THEN at + interval '2 days' END, 0, ''
FROM numbered ORDER BY n
"""
# Whatever the chase repeats of its deadline is taken from there.
CHASE_SQL = """
DO $$ DECLARE shared text; BEGIN
  SELECT string_agg(quote_ident(c.column_name), ', ') INTO shared
  FROM information_schema.columns c JOIN information_schema.columns d
    ON d.table_name = 'workflow_deadline' AND d.column_name = c.column_name
  WHERE c.table_name = 'workflow_chase';
  EXECUTE 'INSERT INTO workflow_chase (deadline_id, next_at, level, ' || shared || ')
    SELECT id, greatest(due_at, now() + interval ''1 day''), 1, ' || shared || '
    FROM workflow_deadline WHERE state = ''RUNNING''';
END $$
"""
