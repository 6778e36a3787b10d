from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Private attachments, served through a permission check."""

    name = "propertyservice.files"
    label = "files"
    verbose_name = _("Attachments")

    def ready(self) -> None:
        from propertyservice.files.checking import MAX_COUNT, MAX_MB
        from propertyservice.policy.definitions import Confidence, RuleDef, register

        register(
            RuleDef(
                key=MAX_MB,
                default=10,
                label=_("Largest file that can be uploaded"),
                unit=_("MB"),
                source=_("our own choice"),
                confidence=Confidence.GUESS,
            ),
            RuleDef(
                key=MAX_COUNT,
                default=9,
                label=_("Most files uploaded at a time"),
                unit=_("files"),
                source=_("our own choice"),
                confidence=Confidence.GUESS,
            ),
        )
