"""Nobody is appointed in a company he does not belong to, whoever writes the row."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION public.organisation_same_company() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM organisation_staff s JOIN organisation_office o ON o.id = s.office_id
    WHERE s.id IN (NEW.holder_id, NEW.deputy_id) AND o.company_id <> NEW.company_id
  ) OR EXISTS (
    SELECT FROM organisation_office o
    WHERE o.id = NEW.office_id AND o.company_id <> NEW.company_id
  ) THEN
    RAISE EXCEPTION 'holder, deputy and office belong to one company'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'organisation_same_company',
        TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$
"""
TRIGGER = """
CREATE OR REPLACE TRIGGER organisation_same_company
BEFORE INSERT OR UPDATE OF company_id, office_id, holder_id, deputy_id
ON organisation_appointment
FOR EACH ROW EXECUTE FUNCTION public.organisation_same_company()
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]

    operations = [
        migrations.RunSQL(
            FUNCTION,
            "DROP FUNCTION IF EXISTS public.organisation_same_company() CASCADE",
        ),
        migrations.RunSQL(
            TRIGGER,
            "DROP TRIGGER IF EXISTS organisation_same_company"
            " ON organisation_appointment",
        ),
    ]
