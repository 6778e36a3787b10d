"""The limit of a callback: its window (RULES 2.2)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from propertyservice.workflow.kinds import DeadlineKind

CALL = "callbacks.call"

KINDS = (DeadlineKind(CALL, _("Call back"), pausable=False),)
