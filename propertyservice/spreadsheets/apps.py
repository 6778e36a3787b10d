from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpreadsheetsConfig(AppConfig):
    """Excel out."""

    name = "propertyservice.spreadsheets"
    label = "spreadsheets"
    verbose_name = _("Spreadsheets")

    def ready(self) -> None:
        from propertyservice.policy.definitions import Confidence, RuleDef, register
        from propertyservice.spreadsheets.exports import DIRECT_ROWS

        register(
            RuleDef(
                key=DIRECT_ROWS,
                default=5000,
                label=_("Rows that an Excel file is written with at once"),
                unit=_("rows"),
                source=_("our own choice"),
                confidence=Confidence.GUESS,
            )
        )
