from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

MANAGERS = ("OFFICE_MANAGER", "COMPANY_MANAGER")
GRANTS = dict.fromkeys(
    (
        "policy.view_ruleversion",
        "policy.add_ruleversion",
        "policy.view_calendaryear",
        "policy.add_calendaryear",
        "policy.change_calendaryear",
        "policy.view_calendarday",
    ),
    MANAGERS,
)
"""What the admin asks for, as rights of posts."""


class PolicyConfig(AppConfig):
    """Rules in force and the working-day calendar."""

    name = "propertyservice.policy"
    label = "policy"
    verbose_name = _("Rules")

    def ready(self) -> None:
        from propertyservice.audit import refusals
        from propertyservice.organisation import posts, scope
        from propertyservice.policy.refusals import SENTENCES

        posts.grant(GRANTS)
        refusals.register(SENTENCES)
        scope.also_read(
            "policy_revision", "SELECT revision FROM policy_revision WHERE id = 1"
        )
        post_migrate.connect(_seed, sender=self)


def _seed(using: str, **kwargs: Any) -> None:
    """Load the shipped calendars, unless the migration led back to no tables."""
    from propertyservice.policy import seed

    if "policy_revision" in connections[using].introspection.table_names():
        seed.calendars(using)
