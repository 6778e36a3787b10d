from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.checks import application_role


class AuditConfig(AppConfig):
    """History by triggers, access log, run records (4.9)."""

    name = "propertyservice.audit"
    label = "audit"
    verbose_name = _("Records")

    def ready(self) -> None:
        pre_migrate.connect(_before, sender=self)
        post_migrate.connect(_after)
        checks.register(application_role, "database_role")


def _before(using: str, **kwargs: Any) -> None:
    from propertyservice.audit.database import grant_defaults

    grant_defaults(connections[using])


def _after(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Grants come after the last app, when every table stands."""
    from django.apps import apps

    from propertyservice.audit.database import grant_all

    if sender.label == list(apps.get_app_configs())[-1].label:
        grant_all(connections[using])
