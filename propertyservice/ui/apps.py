from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Lists, forms, registries and template tags."""

    name = "propertyservice.ui"
    label = "ui"
    verbose_name = _("Interface")

    def ready(self) -> None:
        from propertyservice.audit import refusals

        refusals.register(
            {
                "ui_saved_view_name_once": _(
                    "You have a view of this name already. Choose another name."
                ),
            }
        )
