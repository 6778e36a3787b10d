"""The admin's site: for those who administer an office, in the words of the house."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ADMINISTER = "organisation.administer"


class Site(admin.AdminSite):
    """Rights come from posts; the login is the house's own; history stands apart."""

    site_title = gettext_lazy("Administration")
    site_header = gettext_lazy("Administration")
    index_title = gettext_lazy("Rules, posts, offices, records")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Managers by their post, and superusers."""
        user: Any = request.user
        if not user.is_active or not user.is_authenticated:
            return False
        return bool(user.is_superuser or user.may_anywhere(ADMINISTER))

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The one login page, with its throttle and second factor; 403 for whoever is
        logged in but administers nothing."""
        if request.user.is_authenticated:
            raise PermissionDenied(_("Your post does not include this act."))
        return redirect_to_login(request.GET.get("next", "/"), settings.LOGIN_URL)

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[Any]:
        """The models by app, and the event tables together at the end."""
        listed = super().get_app_list(request, app_label)
        history: list[Any] = []
        for app in listed:
            events = [row for row in app["models"] if _tracked(row["model"])]
            app["models"] = [row for row in app["models"] if row not in events]
            history += events
        for row in history:
            row["name"] = _tracked(row["model"])._meta.verbose_name_plural
        groups = [app for app in listed if app["models"]]
        if history:
            groups.append(
                {
                    "name": _("History"),
                    "app_label": "history",
                    "app_url": "",
                    "has_module_perms": True,
                    "models": sorted(history, key=lambda row: str(row["name"])),
                }
            )
        return groups


def _tracked(model: Any) -> Any:
    """The model whose history an event table is; None for any other table."""
    event = apps.get_app_config("pghistory").models_module.Event  # type: ignore[union-attr]
    return model.pgh_tracked_model if issubclass(model, event) else None
