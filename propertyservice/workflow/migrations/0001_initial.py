import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0001_initial"),
        ("cases", "0001_initial"),
        ("organisation", "__first__"),
        ("policy", "0002_sql"),
    ]

    operations = [
        migrations.CreateModel(
            name="Deadline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("rule_key", models.CharField(max_length=80, verbose_name="rule")),
                ("limit", models.JSONField(verbose_name="limit")),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("due_at", models.DateTimeField(null=True, verbose_name="due")),
                ("remind_at", models.DateTimeField(null=True, verbose_name="reminder")),
                (
                    "escalate_at",
                    models.DateTimeField(null=True, verbose_name="escalation"),
                ),
                ("pausable", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("RUNNING", "Running"),
                            ("PAUSED", "Paused"),
                            ("MET", "Met"),
                            ("MISSED", "Missed"),
                            ("VOID", "Not needed any more"),
                            ("REPLACED", "Replaced"),
                        ],
                        default="RUNNING",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                ("supervisor_post", models.CharField(blank=True, max_length=20)),
                ("manager_post", models.CharField(blank=True, max_length=20)),
                ("basis", models.JSONField(default=dict)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadlines",
                        to="cases.case",
                    ),
                ),
                (
                    "rule_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policy.ruleversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "deadline",
                "verbose_name_plural": "deadlines",
            },
        ),
        migrations.CreateModel(
            name="DeadlineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("rule_key", models.CharField(max_length=80, verbose_name="rule")),
                ("limit", models.JSONField(verbose_name="limit")),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("due_at", models.DateTimeField(null=True, verbose_name="due")),
                ("remind_at", models.DateTimeField(null=True, verbose_name="reminder")),
                (
                    "escalate_at",
                    models.DateTimeField(null=True, verbose_name="escalation"),
                ),
                ("pausable", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("RUNNING", "Running"),
                            ("PAUSED", "Paused"),
                            ("MET", "Met"),
                            ("MISSED", "Missed"),
                            ("VOID", "Not needed any more"),
                            ("REPLACED", "Replaced"),
                        ],
                        default="RUNNING",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                ("supervisor_post", models.CharField(blank=True, max_length=20)),
                ("manager_post", models.CharField(blank=True, max_length=20)),
                ("basis", models.JSONField(default=dict)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="workflow.deadline",
                    ),
                ),
                (
                    "rule_version",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="policy.ruleversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CHASE", "Deadlines"),
                            ("HANDED", "Handed over to you"),
                            ("DECIDED", "Decided"),
                            ("INFO", "For your information"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="created"
                    ),
                ),
                ("read_at", models.DateTimeField(null=True, verbose_name="read")),
                (
                    "sent_at",
                    models.DateTimeField(null=True, verbose_name="sent by e-mail"),
                ),
                (
                    "posted_at",
                    models.DateTimeField(null=True, verbose_name="posted to the group"),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="attempts"
                    ),
                ),
                (
                    "text",
                    models.CharField(blank=True, max_length=300, verbose_name="text"),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="audit.run",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
            },
        ),
        migrations.CreateModel(
            name="NoticeLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "deadline",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workflow.deadline",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="workflow.notice",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a notice",
                "verbose_name_plural": "lines of a notice",
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("reason", models.CharField(max_length=30, verbose_name="reason")),
                ("started_at", models.DateTimeField(verbose_name="from")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="to")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pauses",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "pause",
                "verbose_name_plural": "pauses",
            },
        ),
        migrations.CreateModel(
            name="PauseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("reason", models.CharField(max_length=30, verbose_name="reason")),
                ("started_at", models.DateTimeField(verbose_name="from")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="to")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="workflow.pause",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Chase",
            fields=[
                (
                    "deadline",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="chase",
                        serialize=False,
                        to="workflow.deadline",
                    ),
                ),
                ("supervisor_post", models.CharField(blank=True, max_length=20)),
                ("manager_post", models.CharField(blank=True, max_length=20)),
                ("next_at", models.DateTimeField(db_index=True)),
                ("level", models.PositiveSmallIntegerField(default=0)),
                ("remind_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField()),
                ("escalate_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "chase",
                "verbose_name_plural": "chases",
            },
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                fields=["case", "kind"], name="workflow_de_case_id_55f3f7_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("state__in", ("RUNNING", "PAUSED"))),
                fields=["due_at"],
                name="workflow_deadline_running",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state__in", ("RUNNING", "PAUSED"))),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("state__in", ("MET", "MISSED", "VOID", "REPLACED")),
                    ),
                    _connector="OR",
                ),
                name="workflow_deadline_ends_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "RUNNING"), _negated=True),
                    ("due_at__isnull", False),
                    _connector="OR",
                ),
                name="workflow_deadline_running_has_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("RUNNING", "PAUSED"))),
                fields=("case", "kind"),
                name="workflow_one_running_deadline_of_a_kind",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deadline",
            trigger=pgtrigger.compiler.Trigger(
                name="follow_deadline",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.state <> 'RUNNING' THEN\n  DELETE FROM workflow_chase WHERE deadline_id = NEW.id;\nELSIF TG_OP = 'INSERT' OR OLD.state <> 'RUNNING'\n   OR (OLD.remind_at, OLD.due_at, OLD.escalate_at)\n      IS DISTINCT FROM (NEW.remind_at, NEW.due_at, NEW.escalate_at) THEN\n  INSERT INTO workflow_chase (deadline_id, case_id, supervisor_post, manager_post,\n                              next_at, level, remind_at, due_at, escalate_at)\n  VALUES (NEW.id, NEW.case_id, NEW.supervisor_post, NEW.manager_post,\n    CASE WHEN NEW.remind_at IS NOT NULL AND NEW.due_at > now() THEN NEW.remind_at\n         ELSE NEW.due_at END,\n    CASE WHEN NEW.remind_at IS NOT NULL AND NEW.due_at > now() THEN 0 ELSE 1 END,\n    NEW.remind_at, NEW.due_at, NEW.escalate_at)\n  ON CONFLICT (deadline_id) DO UPDATE SET next_at = excluded.next_at,\n    level = excluded.level, remind_at = excluded.remind_at,\n    due_at = excluded.due_at, escalate_at = excluded.escalate_at;\nEND IF;\nRETURN NULL;\n",
                    hash="3fce822880753f3d94c98e23514855b6e368e2a1",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_follow_deadline_08e61",
                    table="workflow_deadline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deadline",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workflow_deadlineevent" ("basis", "case_id", "due_at", "ended_at", "escalate_at", "id", "kind", "limit", "manager_post", "pausable", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind_at", "rule_key", "rule_version_id", "starts_at", "state", "supervisor_post") VALUES (NEW."basis", NEW."case_id", NEW."due_at", NEW."ended_at", NEW."escalate_at", NEW."id", NEW."kind", NEW."limit", NEW."manager_post", NEW."pausable", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."remind_at", NEW."rule_key", NEW."rule_version_id", NEW."starts_at", NEW."state", NEW."supervisor_post"); RETURN NULL;',
                    hash="d783d8f74481616a1391ac9c69e6f2062089758a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9cf65",
                    table="workflow_deadline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deadline",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workflow_deadlineevent" ("basis", "case_id", "due_at", "ended_at", "escalate_at", "id", "kind", "limit", "manager_post", "pausable", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind_at", "rule_key", "rule_version_id", "starts_at", "state", "supervisor_post") VALUES (NEW."basis", NEW."case_id", NEW."due_at", NEW."ended_at", NEW."escalate_at", NEW."id", NEW."kind", NEW."limit", NEW."manager_post", NEW."pausable", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."remind_at", NEW."rule_key", NEW."rule_version_id", NEW."starts_at", NEW."state", NEW."supervisor_post"); RETURN NULL;',
                    hash="ec934bd12bf26f6c145b4e9a18e971b20248d35e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4b485",
                    table="workflow_deadline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deadline",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workflow_deadlineevent" ("basis", "case_id", "due_at", "ended_at", "escalate_at", "id", "kind", "limit", "manager_post", "pausable", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind_at", "rule_key", "rule_version_id", "starts_at", "state", "supervisor_post") VALUES (OLD."basis", OLD."case_id", OLD."due_at", OLD."ended_at", OLD."escalate_at", OLD."id", OLD."kind", OLD."limit", OLD."manager_post", OLD."pausable", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."remind_at", OLD."rule_key", OLD."rule_version_id", OLD."starts_at", OLD."state", OLD."supervisor_post"); RETURN NULL;',
                    hash="0fd4496708e045c5e674e5d973f069927fc10401",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_646ae",
                    table="workflow_deadline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deadlineevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e407aed1aa54350e8b4c8f1ed276bbbb0ebf27e9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4717b",
                    table="workflow_deadlineevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                fields=["recipient", "-created_at"], name="workflow_notice_of_person"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("read_at", None)),
                fields=["recipient"],
                name="workflow_notice_unread",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(
                    ("sent_at", None), ("posted_at", None), _connector="OR"
                ),
                fields=["created_at"],
                name="workflow_notice_unsent",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("run", "recipient"), name="workflow_one_notice_a_run"
            ),
        ),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at", None),
                    ("ended_at__gte", models.F("started_at")),
                    _connector="OR",
                ),
                name="workflow_pause_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("case",),
                name="workflow_one_open_pause",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pause",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workflow_pauseevent" ("by_id", "case_id", "ended_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "started_at") VALUES (NEW."by_id", NEW."case_id", NEW."ended_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."recorded_at", NEW."started_at"); RETURN NULL;',
                    hash="64ac7240e58e9966fe30e52d91ef2e840e45ef51",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_97635",
                    table="workflow_pause",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pause",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workflow_pauseevent" ("by_id", "case_id", "ended_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "started_at") VALUES (NEW."by_id", NEW."case_id", NEW."ended_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."recorded_at", NEW."started_at"); RETURN NULL;',
                    hash="105b3dd88a32d8d6f118902efa6008605784dbeb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9b952",
                    table="workflow_pause",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pause",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workflow_pauseevent" ("by_id", "case_id", "ended_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "started_at") VALUES (OLD."by_id", OLD."case_id", OLD."ended_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."recorded_at", OLD."started_at"); RETURN NULL;',
                    hash="496e9520028ebfbe2f9ab359fef729d24a29fcf5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a19ba",
                    table="workflow_pause",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pauseevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b883ca48ef8315819eb4ed8b5b588be73fa1fd6f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d25f9",
                    table="workflow_pauseevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
