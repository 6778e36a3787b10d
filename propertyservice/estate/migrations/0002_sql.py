"""Search terms kept by triggers, the one function that reads them, shares of owners."""

from django.db import migrations

# Statement triggers with transition tables: a roster of thousands costs one pass.
PERSON_TERMS = r"""
CREATE OR REPLACE FUNCTION public.estate_person_terms() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE changed bigint[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(n.id) INTO changed FROM new_rows n;
  ELSIF TG_OP = 'DELETE' THEN
    DELETE FROM estate_searchterm t USING old_rows o
      WHERE t.source = 'p' AND t.source_id = o.id;
    RETURN NULL;
  ELSE
    SELECT array_agg(n.id) INTO changed FROM new_rows n JOIN old_rows o USING (id)
      WHERE (n.office_id, n.name, n.name_pinyin, n.initials, n.merged_into_id)
        IS DISTINCT FROM
            (o.office_id, o.name, o.name_pinyin, o.initials, o.merged_into_id);
    DELETE FROM estate_searchterm t
      WHERE t.source = 'p' AND t.source_id = ANY (changed);
  END IF;
  INSERT INTO estate_searchterm
    (office_id, kind, term, "order", source, source_id, person_id)
  SELECT p.office_id, w.kind, w.term, p.name_pinyin, 'p', p.id, p.id
  FROM (SELECT id, office_id, initials, left(name_pinyin, 60) AS name_pinyin,
          lower(regexp_replace(normalize(name, NFKC), '[\s·•.]', '', 'g')) AS name,
          string_to_array(name_pinyin, ' ') AS syllables
        FROM new_rows WHERE merged_into_id IS NULL AND id = ANY (changed)) p
  CROSS JOIN LATERAL (
    SELECT CASE i WHEN 1 THEN 'N' ELSE 'M' END AS kind, substr(p.name, i) AS term
      FROM generate_series(1, least(length(p.name), 30)) i
    UNION ALL
    SELECT CASE i WHEN 1 THEN 'P' ELSE 'Q' END,
        left(array_to_string(p.syllables[i:], ''), 200)
      FROM generate_series(1, least(cardinality(p.syllables), 30)) i
    UNION ALL
    SELECT CASE i WHEN 1 THEN 'I' ELSE 'J' END, substr(p.initials, i)
      FROM generate_series(1, greatest(1, least(length(p.initials) - 1, 30))) i
  ) w WHERE w.term <> '';
  RETURN NULL;
END $$
"""
CONTACT_TERMS = """
CREATE OR REPLACE FUNCTION public.estate_contact_terms() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM estate_searchterm t USING old_rows o
      WHERE t.source = 'c' AND t.source_id = o.id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO estate_searchterm
      (office_id, kind, term, "order", source, source_id, person_id)
    SELECT office_id, 'T', reverse(phone), '', 'c', id, person_id FROM new_rows;
  END IF;
  RETURN NULL;
END $$
"""
UNIT_TERMS = """
CREATE OR REPLACE FUNCTION public.estate_unit_terms() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE changed bigint[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(n.id) INTO changed FROM new_rows n;
  ELSIF TG_OP = 'DELETE' THEN
    DELETE FROM estate_searchterm t USING old_rows o
      WHERE t.source = 'u' AND t.source_id = o.id;
    RETURN NULL;
  ELSE
    SELECT array_agg(n.id) INTO changed FROM new_rows n JOIN old_rows o USING (id)
      WHERE (n.office_id, n.code, n.label, n.room) IS DISTINCT FROM
            (o.office_id, o.code, o.label, o.room);
    DELETE FROM estate_searchterm t
      WHERE t.source = 'u' AND t.source_id = ANY (changed);
  END IF;
  INSERT INTO estate_searchterm
    (office_id, kind, term, "order", source, source_id, unit_id)
  SELECT u.office_id, 'R', lower(w.term), u.sort_key, 'u', u.id, u.id
  FROM new_rows u CROSS JOIN LATERAL (VALUES
    (u.code), (u.label), (u.room),
    (substr(u.label, strpos(u.label, '-') + 1)),
    (split_part(u.label, '-', 1) || '/' || u.room)) w(term)
  WHERE u.id = ANY (changed);
  RETURN NULL;
END $$
"""
VEHICLE_TERMS = """
CREATE OR REPLACE FUNCTION public.estate_vehicle_terms() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM estate_searchterm t USING old_rows o
      WHERE t.source = 'v' AND t.source_id = o.id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO estate_searchterm
      (office_id, kind, term, "order", source, source_id, unit_id, person_id)
    SELECT n.office_id, 'V', lower(substr(n.plate, i)), n.plate, 'v', n.id,
        n.unit_id, n.person_id
    FROM new_rows n CROSS JOIN generate_series(1, 3) i
    WHERE i = 1 OR ascii(n.plate) > 127;
  END IF;
  RETURN NULL;
END $$
"""
FIND = """
CREATE OR REPLACE FUNCTION public.estate_find(
  offices bigint[], kinds text[], terms text[], most integer)
RETURNS TABLE (place integer, is_exact boolean, kind text, term text, sort text,
  unit_id bigint, person_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET enable_seqscan = off SET enable_bitmapscan = off ROWS 10 AS $$
BEGIN
  RETURN QUERY
  SELECT w.place::integer, f.term = w.term, w.kind, f.term::text, f.sort::text,
      f.unit_id, f.person_id
  FROM unnest(kinds, terms) WITH ORDINALITY w(kind, term, place)
  CROSS JOIN unnest(offices) o(id)
  CROSS JOIN LATERAL (
    SELECT t.term, t."order" AS sort, t.unit_id, t.person_id FROM estate_searchterm t
    WHERE t.office_id = o.id AND t.kind = w.kind
      AND t.term >= w.term COLLATE "C"
      AND t.term < (w.term || chr(1114111)) COLLATE "C"
    ORDER BY t.term, t."order" LIMIT most) f
  ORDER BY w.place, f.term <> w.term, f.term, f.sort LIMIT most;
END $$
"""
# Runs with the caller's rights, so that row-level security decides what is seen. As a
# function its plan is kept by the connection; a handful of ids is always looked up one
# by one, which the planner does not see through the policies (coalesce in a condition
# counts as leaky, so it stands apart).
SEARCH = """
CREATE OR REPLACE FUNCTION public.estate_search(
  offices bigint[], kinds text[], terms text[], most integer, today date)
RETURNS TABLE (kind text, is_exact boolean, matched text, office_id bigint,
  unit_id bigint, unit_code text, unit_label text, building text, person_id bigint,
  name text, relation text, left_on date, phone text, people text)
LANGUAGE plpgsql STABLE SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off ROWS 10 AS $$
BEGIN
  RETURN QUERY
  SELECT f.kind, f.is_exact, f.term, coalesce(u.office_id, p.office_id), u.id,
    u.code::text, u.label::text, b.name::text, p.id, p.name::text, o.relation::text,
    CASE WHEN o.is_live THEN NULL ELSE o.ends_on END, c.phone::text, w.people
  FROM public.estate_find(offices, kinds, terms, most) WITH ORDINALITY
    f(place, is_exact, kind, term, sort, unit_id, person_id, n)
  LEFT JOIN LATERAL (
    SELECT * FROM (
      SELECT x.unit_id, x.relation, x.ends_on,
        x.ends_on IS NULL OR x.ends_on >= today AS is_live,
        bool_or(x.ends_on IS NULL OR x.ends_on >= today) OVER () AS has_live
      FROM public.estate_occupancy x
      WHERE x.person_id = f.person_id AND f.unit_id IS NULL) y
    WHERE y.is_live = y.has_live ORDER BY y.ends_on DESC NULLS FIRST LIMIT 6) o ON true
  CROSS JOIN LATERAL (SELECT coalesce(f.unit_id, o.unit_id) AS unit_id OFFSET 0) h
  LEFT JOIN LATERAL (
    SELECT * FROM public.estate_unit x WHERE x.id = h.unit_id LIMIT 1) u ON true
  LEFT JOIN LATERAL (
    SELECT x.name FROM public.estate_building x
    WHERE x.id = u.building_id LIMIT 1) b ON true
  LEFT JOIN LATERAL (
    SELECT x.id, x.name, x.office_id FROM public.estate_person x
    WHERE x.id = f.person_id LIMIT 1) p ON true
  LEFT JOIN LATERAL (
    SELECT k.phone FROM public.estate_personcontact k WHERE k.person_id = f.person_id
    ORDER BY k.is_primary DESC, k.id LIMIT 1) c ON true
  LEFT JOIN LATERAL (
    SELECT string_agg(r.name, '、') AS people FROM (
      SELECT q.name FROM public.estate_occupancy x
      JOIN public.estate_person q ON q.id = x.person_id
      WHERE x.unit_id = f.unit_id AND f.person_id IS NULL
        AND (x.ends_on IS NULL OR x.ends_on >= today)
      ORDER BY x.is_contact DESC, x.id LIMIT 4) r) w ON true
  WHERE u.id IS NOT NULL OR p.id IS NOT NULL
  ORDER BY f.n;
END $$
"""
# A load of thousands in one transaction runs on plans made while the tables were empty:
# so a scan of the whole table is never an option.
SHARES = """
CREATE OR REPLACE FUNCTION public.estate_check_shares() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
SET enable_seqscan = off AS $$
BEGIN
  PERFORM FROM estate_unit WHERE id = NEW.unit_id FOR NO KEY UPDATE;
  IF (SELECT sum(share) FROM estate_occupancy WHERE unit_id = NEW.unit_id) > 1
    AND EXISTS (
    SELECT FROM estate_occupancy a JOIN estate_occupancy b ON b.unit_id = a.unit_id
    WHERE a.unit_id = NEW.unit_id AND a.share IS NOT NULL AND b.share IS NOT NULL
      AND coalesce(b.starts_on, '-infinity') <= coalesce(a.starts_on, '-infinity')
      AND coalesce(b.ends_on, 'infinity') >= coalesce(a.starts_on, '-infinity')
    GROUP BY a.id HAVING sum(b.share) > 1
  ) THEN
    RAISE EXCEPTION 'The shares of unit % sum to more than one.', NEW.unit_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'estate_shares_at_most_one',
        TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$
"""
SHARES_TRIGGER = """
CREATE CONSTRAINT TRIGGER estate_shares_at_most_one
AFTER INSERT OR UPDATE ON estate_occupancy DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.share IS NOT NULL)
EXECUTE FUNCTION public.estate_check_shares()
"""
# The office of a row is that of what it hangs on, so that no policy can be fooled. A
# foreign key of two columns would look up by the office on stale plans: these read by id.
SAME_OFFICE = """
CREATE OR REPLACE FUNCTION public.estate_same_office() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.office_id <> (SELECT office_id FROM estate_person WHERE id = NEW.person_id)
  THEN
    RAISE EXCEPTION 'Person % belongs to another office.', NEW.person_id
      USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME,
        CONSTRAINT = 'estate_person_of_same_office';
  END IF;
  IF TG_TABLE_NAME = 'estate_occupancy' THEN
    IF NEW.office_id <> (SELECT office_id FROM estate_unit WHERE id = NEW.unit_id) THEN
      RAISE EXCEPTION 'Unit % belongs to another office.', NEW.unit_id
        USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME,
          CONSTRAINT = 'estate_unit_of_same_office';
    END IF;
  END IF;
  RETURN NULL;
END $$
"""
TIED = {
    "estate_occupancy": "unit_id, person_id, office_id",
    "estate_personcontact": "person_id, office_id",
    "estate_personsecret": "person_id, office_id",
}
FUNCTIONS = {
    "estate_person_terms()": PERSON_TERMS,
    "estate_contact_terms()": CONTACT_TERMS,
    "estate_unit_terms()": UNIT_TERMS,
    "estate_vehicle_terms()": VEHICLE_TERMS,
    "estate_check_shares()": SHARES,
    "estate_same_office()": SAME_OFFICE,
    "estate_find(bigint[], text[], text[], integer)": FIND,
    "estate_search(bigint[], text[], text[], integer, date)": SEARCH,
}
TERMS = {
    "estate_person": "estate_person_terms",
    "estate_personcontact": "estate_contact_terms",
    "estate_unit": "estate_unit_terms",
    "estate_vehicle": "estate_vehicle_terms",
}
SEEN = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}


def triggers() -> list[migrations.RunSQL]:
    """A trigger per table and kind of change: transition tables don't combine."""
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER {function}_{change.lower()} AFTER {change} ON {table}"
            f" REFERENCING {seen} FOR EACH STATEMENT"
            f" EXECUTE FUNCTION public.{function}()",
            f"DROP TRIGGER {function}_{change.lower()} ON {table}",
        )
        for table, function in TERMS.items()
        for change, seen in SEEN.items()
    ]


class Migration(migrations.Migration):
    dependencies = [("estate", "0001_initial")]

    operations = [
        *(
            migrations.RunSQL(body, f"DROP FUNCTION public.{name}")
            for name, body in FUNCTIONS.items()
        ),
        *triggers(),
        migrations.RunSQL(
            SHARES_TRIGGER,
            "DROP TRIGGER estate_shares_at_most_one ON estate_occupancy",
        ),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER estate_same_office AFTER INSERT OR UPDATE OF {columns}"
                f" ON {table} FOR EACH ROW EXECUTE FUNCTION public.estate_same_office()",
                f"DROP TRIGGER estate_same_office ON {table}",
            )
            for table, columns in TIED.items()
        ),
    ]
