"""The revision of the rules, raised by the database with every change of them."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION public.policy_raise_revision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO policy_revision (id, revision)
  VALUES (1, nextval('policy_revision_number'))
  ON CONFLICT (id) DO UPDATE SET revision = nextval('policy_revision_number');
  RETURN NULL;
END $$
"""
TABLES = (
    "policy_ruleversion",
    "policy_calendaryear",
    "policy_calendarday",
    "organisation_officehours",
    "organisation_office",
)
TRIGGER = """
CREATE OR REPLACE TRIGGER policy_raise_revision
AFTER INSERT OR UPDATE OR DELETE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION public.policy_raise_revision()
"""
# A sequence is never rolled back, so that a number can't mean two states of the rules.
NUMBERS = "CREATE SEQUENCE IF NOT EXISTS public.policy_revision_number START 2"
FIRST = """
INSERT INTO policy_revision (id, revision) VALUES (1, 1) ON CONFLICT (id) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("policy", "0001_initial"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
        migrations.RunSQL(
            NUMBERS, "DROP SEQUENCE IF EXISTS public.policy_revision_number"
        ),
        migrations.RunSQL(
            FUNCTION, "DROP FUNCTION IF EXISTS public.policy_raise_revision() CASCADE"
        ),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table),
                f"DROP TRIGGER IF EXISTS policy_raise_revision ON {table}",
            )
            for table in TABLES
        ),
    ]
