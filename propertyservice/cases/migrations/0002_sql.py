"""The registers' text search: kept by triggers, read by one function.

Grams of one and two characters, hashed together with office, clause and a block of
16,384 ids, stand in one index. The function asks the newest block first and goes back
in strides that double: it stops early for a common character and needs few probes for
a rare one. Without ``fastupdate`` no intake pays for the list of others.
"""

from django.db import migrations

PLAIN = r"""
CREATE OR REPLACE FUNCTION public.cases_plain(said text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT lower(btrim(regexp_replace(normalize(said, NFKC), '\s+', ' ', 'g')))
$$
"""
# Single digits stand in every number, so they are not worth a key.
KEYS = """
CREATE OR REPLACE FUNCTION public.cases_keys(
  id bigint, office bigint, clause text, said text) RETURNS bigint[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(
    hashtextextended(gram || clause, office * 1000003 + (id >> 14))), '{}')
  FROM (
    SELECT substr(said, i, n) AS gram
    FROM generate_series(1, length(said)) i, generate_series(1, 2) n) grams
  WHERE gram NOT LIKE '% %' AND gram !~ '^[-./0-9]?$'
$$
"""
FOLLOW = """
CREATE OR REPLACE FUNCTION public.cases_follow_text() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM cases_text WHERE case_id = OLD.id;
    RETURN NULL;
  END IF;
  INSERT INTO cases_text (case_id, office_id, clause, text)
  VALUES (NEW.id, NEW.office_id, NEW.clause,
    cases_plain(NEW.search_text || ' ' || substring(NEW.number from '[0-9]+-[0-9]+$')))
  ON CONFLICT (case_id) DO UPDATE SET office_id = excluded.office_id,
    clause = excluded.clause, text = excluded.text;
  RETURN NULL;
END $$
"""
FIND = r"""
CREATE OR REPLACE FUNCTION public.cases_find(
  offices bigint[], wanted text, said text, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET enable_seqscan = off SET jit = off AS $$
DECLARE
  words text[] := (array_remove(string_to_array(cases_plain(said), ' '), ''))[1:6];
  likes text[] := ARRAY(SELECT '%' || regexp_replace(w, '([\\%_])', '\\\1', 'g') || '%'
    FROM unnest(words) w);
  grams text[];
  oldest bigint := (SELECT min(case_id) >> 14 FROM cases_text);
  newest bigint := (SELECT max(case_id) >> 14 FROM cases_text);
  first bigint;
  stride integer := 1;
  found_now integer;
BEGIN
  SELECT array_agg(DISTINCT gram) INTO grams FROM (
    SELECT substr(w, i, least(2, length(w))) AS gram
    FROM unnest(words) w, generate_series(1, greatest(1, length(w) - 1)) i) g
  WHERE gram !~ '^[-./0-9]$';
  IF grams IS NULL THEN
    RETURN QUERY SELECT t.case_id FROM cases_text t
      WHERE words <> '{}' AND t.clause = wanted AND t.office_id = ANY (offices)
        AND t.text LIKE ALL (likes) AND t.case_id > (newest - 1) << 14
      ORDER BY t.case_id DESC LIMIT most;
    RETURN;
  END IF;
  WHILE newest >= oldest AND most > 0 LOOP
    first := greatest(oldest, newest - stride + 1);
    RETURN QUERY
    SELECT f.case_id FROM (
      SELECT o, b, ARRAY(SELECT hashtextextended(gram || wanted, o * 1000003 + b)
        FROM unnest(grams) gram) AS keys
      FROM unnest(offices) o, generate_series(first, newest) b) k
    CROSS JOIN LATERAL (
      SELECT t.case_id FROM cases_text t
      WHERE cases_keys(t.case_id, t.office_id, t.clause, t.text) @> k.keys
        AND t.office_id = k.o AND t.clause = wanted AND t.text LIKE ALL (likes)
      ORDER BY t.case_id DESC LIMIT most) f
    ORDER BY f.case_id DESC LIMIT most;
    GET DIAGNOSTICS found_now = ROW_COUNT;
    most := most - found_now;
    newest := first - 1;
    stride := stride * 2;
  END LOOP;
END $$
"""
INDEX = """
CREATE INDEX cases_text_by_gram ON cases_text
USING gin (cases_keys(case_id, office_id, clause, text)) WITH (fastupdate = off)
"""


FUNCTIONS = {
    "cases_plain(text)": PLAIN,
    "cases_keys(bigint, bigint, text, text)": KEYS,
    "cases_follow_text()": FOLLOW,
    "cases_find(bigint[], text, text, integer)": FIND,
}
TRIGGERS = {
    "insert": "AFTER INSERT ON cases_case",
    "update": "AFTER UPDATE OF search_text, office_id, clause, number ON cases_case",
    "delete": "AFTER DELETE ON cases_case",
}
CHANGED = (
    "WHEN ((OLD.search_text, OLD.office_id, OLD.clause, OLD.number) IS DISTINCT FROM"
    " (NEW.search_text, NEW.office_id, NEW.clause, NEW.number))"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        *(
            migrations.RunSQL(body, f"DROP FUNCTION public.{name} CASCADE")
            for name, body in FUNCTIONS.items()
        ),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER cases_follow_text_{change} {when} FOR EACH ROW"
                f" {CHANGED if change == 'update' else ''}"
                " EXECUTE FUNCTION public.cases_follow_text()",
                f"DROP TRIGGER IF EXISTS cases_follow_text_{change} ON cases_case",
            )
            for change, when in TRIGGERS.items()
        ),
        migrations.RunSQL(INDEX, "DROP INDEX public.cases_text_by_gram"),
    ]
