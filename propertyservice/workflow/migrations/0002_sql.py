"""Room beside the rows of the chase, which move every time somebody is told."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE workflow_chase SET (fillfactor = 80)",
            "ALTER TABLE workflow_chase RESET (fillfactor)",
        ),
    ]
