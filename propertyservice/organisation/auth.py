"""Who is logged in: the person together with the posts held today, in one statement."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.utils import timezone

from propertyservice.organisation.models import Staff


class RightsBackend(ModelBackend):
    """Loads the user with rights; admin permissions follow posts, not groups."""

    def get_user(self, user_id: Any) -> Staff | None:
        today = timezone.localdate()
        user = Staff.objects.with_rights(today).filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Rights of the admin are registered like any other: ``policy.change_rule``."""
        if not user_obj.is_active:
            return False
        return super().has_perm(user_obj, perm, obj) or user_obj.may_anywhere(perm)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        if not user_obj.is_active:
            return False
        prefix = f"{app_label}."
        return super().has_module_perms(user_obj, app_label) or any(
            right.startswith(prefix) for right in user_obj.rights
        )
