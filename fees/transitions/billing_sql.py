"""The bill run in one statement for some buildings (RULES 0.5, 4.3).

Who pays: the main owner from the later of his first day and the delivery; before that
the developer. A home without owner is the developer's. A price for a use goes before
the one for every use, day by day. Each price version, and each payer of a version, is a
line. A payer who is alone in the month has his line rounded once, half up. Where there
are several, the owners' part is rounded once; the last owner's line is that part less
the others', the developer's the rest of the month: they add up. What is billed already
is looked up home by home: by the month alone the planner would read everybody's, and
does when it sees the month itself, which is newer than its statistics.
"""

DRAFT = """
WITH chosen AS (
  SELECT * FROM unnest(%(items)s::bigint[], %(by_area)s::boolean[], %(due)s::date[])
    AS t (item_id, by_area, due_on)),
versions AS (
  SELECT p.id, p.item_id, p.unit_use, p.price, c.by_area, c.due_on,
    daterange(p.starts_on, p.ends_on, '[]')
      * daterange(%(period)s::date, %(last)s::date, '[]') AS days
  FROM fees_priceversion p JOIN chosen c ON c.item_id = p.item_id
  WHERE p.published_on IS NOT NULL AND p.starts_on <= %(last)s::date
    AND (p.ends_on IS NULL OR p.ends_on >= %(period)s::date)),
homes AS (
  SELECT u.id, u.gross_floor_area AS area, u.use, u.delivered_on,
    %(period)s::date AS month
  FROM estate_unit u
  WHERE u.office_id = %(office)s AND u.building_id = ANY (%(buildings)s)),
prices AS (
  SELECT u.use, v.id, v.item_id, v.price, v.by_area, v.due_on,
    lower(days.part) AS a, upper(days.part) - 1 AS b
  FROM (SELECT DISTINCT use FROM homes) u JOIN versions v ON v.unit_use IN ('', u.use)
  CROSS JOIN LATERAL (SELECT unnest(datemultirange(v.days) - coalesce((
    SELECT range_agg(o.days) FROM versions o WHERE v.unit_use = '' AND o.unit_use <> ''
      AND o.unit_use = u.use AND o.item_id = v.item_id), '{}')) AS part) days),
owners AS (
  SELECT h.id AS unit_id, o.person_id,
    greatest(%(period)s::date, o.starts_on, h.delivered_on) AS a,
    least(%(last)s::date, o.ends_on) AS b
  FROM homes h JOIN estate_occupancy o ON o.unit_id = h.id
  WHERE o.relation = 'OWNER' AND (o.starts_on IS NULL OR o.starts_on <= %(last)s::date)
    AND (o.ends_on IS NULL OR o.ends_on >= %(period)s::date)
    AND (h.delivered_on IS NULL OR h.delivered_on <= %(last)s::date)),
owned AS (
  SELECT *, min(a) OVER home AS since, count(*) OVER home = 1 AS sole
  FROM owners WHERE a <= b WINDOW home AS (PARTITION BY unit_id)),
parts AS (
  SELECT unit_id, person_id AS payer_id, false AS by_developer, a, b,
    sole AND (since = %(period)s::date OR NOT %(developer)s) AS alone,
    CASE
      WHEN a > since OR since = %(period)s::date OR %(method)s = 'ACTUAL_DAYS'
        THEN (b - a + 1)::numeric
      WHEN %(method)s = 'FULL_MONTH' OR extract(day FROM since) <= 15
        THEN %(days)s::numeric
      ELSE %(days)s::numeric / 2
    END AS days
  FROM owned
  UNION ALL
  SELECT h.id, NULL, true, %(period)s::date,
    coalesce(s.since - 1, %(last)s::date), s.since IS NULL,
    CASE
      WHEN s.since IS NULL OR %(method)s = 'ACTUAL_DAYS'
        THEN (coalesce(s.since - 1, %(last)s::date) - %(period)s::date + 1)::numeric
      WHEN %(method)s = 'FULL_MONTH' OR extract(day FROM s.since) <= 15 THEN 0
      ELSE %(days)s::numeric / 2
    END
  FROM homes h LEFT JOIN owned s ON s.unit_id = h.id AND s.a = s.since
  WHERE %(developer)s AND (s.since IS NULL OR s.since > %(period)s::date)),
priced AS (
  SELECT h.id AS unit_id, p.id AS price_id, p.item_id, p.due_on, p.price, p.a AS piece,
    t.payer_id, t.by_developer, t.alone, greatest(t.a, p.a) AS a, least(t.b, p.b) AS b,
    CASE WHEN p.by_area THEN h.area ELSE 1 END AS quantity,
    CASE WHEN p.a = %(period)s::date AND p.b = %(last)s::date THEN t.days
      ELSE (least(t.b, p.b) - greatest(t.a, p.a) + 1)::numeric END AS days
  FROM homes h JOIN prices p USING (use)
  JOIN parts t ON t.unit_id = h.id
  WHERE greatest(t.a, p.a) <= least(t.b, p.b)
    AND (NOT p.by_area OR h.area IS NOT NULL)),
rounded AS (
  SELECT *, round(quantity * price * days / %(days)s, 2) AS line,
    round(quantity * price * sum(days) OVER version / %(days)s, 2) AS whole,
    round(quantity * price * sum(days) FILTER (WHERE NOT by_developer) OVER version
      / %(days)s, 2) AS owners,
    row_number() OVER (PARTITION BY unit_id, price_id, piece, by_developer
      ORDER BY a DESC) AS from_last
  FROM priced WHERE NOT alone
  WINDOW version AS (PARTITION BY unit_id, price_id, piece)),
lines AS (
  SELECT unit_id, item_id, a, b, price_id, payer_id, by_developer, quantity, price,
    due_on, round(quantity * price * days / %(days)s, 2) AS amount
  FROM priced WHERE alone
  UNION ALL
  SELECT unit_id, item_id, a, b, price_id, payer_id, by_developer, quantity, price,
    due_on, CASE
    WHEN by_developer THEN whole - coalesce(owners, 0)
    WHEN from_last = 1 THEN owners - (sum(line) OVER (
      PARTITION BY unit_id, price_id, piece, by_developer) - line)
    ELSE line END
  FROM rounded),
billed AS MATERIALIZED (
  SELECT h.id AS unit_id, c.item_id, c.starts_on, c.ends_on
  FROM homes h CROSS JOIN LATERAL (
    SELECT item_id, starts_on, ends_on FROM fees_charge c
    WHERE c.unit_id = h.id AND c.item_id = ANY (%(items)s::bigint[])
      AND c.period = h.month AND c.kind = 'BILL'
    OFFSET 0) c)
INSERT INTO fees_charge (office_id, unit_id, item_id, kind, period, starts_on, ends_on,
  price_id, payer_id, by_developer, quantity, unit_price, amount, due_on, run_id)
SELECT %(office)s, l.unit_id, l.item_id, 'BILL', %(period)s::date, l.a, l.b, l.price_id,
  l.payer_id, l.by_developer, l.quantity, l.price, l.amount, l.due_on, %(run)s
FROM lines l
WHERE l.amount <> 0 AND NOT EXISTS (
  SELECT FROM billed b WHERE b.unit_id = l.unit_id AND b.item_id = l.item_id
    AND b.starts_on <= l.b AND b.ends_on >= l.a)
"""

WITHOUT_AREA = """
SELECT label FROM estate_unit WHERE office_id = %s AND gross_floor_area IS NULL
ORDER BY sort_key LIMIT %s
"""
