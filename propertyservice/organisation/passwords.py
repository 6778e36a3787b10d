"""Passwords: one's own choice, and one that somebody else had to set (3.1)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AdminPasswordChangeForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.organisation import scope
from propertyservice.organisation.models import Staff
from propertyservice.organisation.signals import password_given


class OwnPasswordForm(PasswordChangeForm):  # type: ignore[type-arg]
    """The old password, and a new one that nobody else knows."""

    def clean_new_password1(self) -> str:
        """Refuse the old one: whoever gave it would know it still."""
        chosen: str = self.cleaned_data["new_password1"]
        if chosen == self.cleaned_data.get("old_password"):
            raise ValidationError(
                _("This is the password you have. Choose a new one."), code="same"
            )
        return chosen

    def save(self, commit: bool = True) -> Any:
        """Write the password as one's own; every other session ends by it."""
        self.user.password_set_by = None
        self.user.password_set_at = timezone.now()
        return super().save(commit)


class GivenPasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """A password for somebody else; he is told, and chooses his own at the login."""

    def save(self, commit: bool = True) -> Any:
        person = super().save(commit)
        tell_given(person)
        return person


def tell_given(person: Staff) -> None:
    """Announce that the running request set a password for somebody else."""
    running = scope.current()
    by = running.user if running else None
    if by is not None and by.pk != person.pk and person.has_usable_password():
        password_given.send(Staff, person=person, by=by, at=timezone.now())


def must_choose_own(person: Staff) -> bool:
    """Whether the password is one that somebody else set."""
    return person.password_set_by_id is not None
