"""What the lower floors announce, and somebody is told of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from propertyservice.files.models import Attachment
from propertyservice.organisation.models import Staff
from propertyservice.workflow.notices import inform


def tell_of_password(*, person: Staff, by: Staff, at: datetime, **_rest: Any) -> None:
    """Whose password was set by somebody else learns who and when (3.1).

    Receives ``organisation.signals.password_given``.
    """
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _(
            "%(who)s set a new password for your account on %(when)s. If you did not "
            "ask for it, tell your manager."
        )
        when = f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
        inform(person, sentence % {"who": by, "when": when}, reverse("account"))


def tell_of_second_factor(
    *, person: Staff, by: Staff, at: datetime, **_rest: Any
) -> None:
    """Whose second factor was reset by somebody else learns who and when (3.1).

    Receives ``organisation.signals.second_factor_reset``.
    """
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _(
            "%(who)s reset the second factor of your account on %(when)s. If you did "
            "not ask for it, tell your manager."
        )
        when = f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
        inform(person, sentence % {"who": by, "when": when}, reverse("account"))


def tell_of_export(
    *, attachment: Attachment, title: str | Promise, by: Staff, **_rest: Any
) -> None:
    """A long export is ready: its file, for who asked (4.9).

    Receives ``spreadsheets.signals.export_written``.
    """
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("The Excel file “%(title)s” is ready.") % {"title": title}
        inform(by, sentence, attachment.get_absolute_url())
