from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EstateConfig(AppConfig):
    """Buildings, homes and the people in them."""

    name = "propertyservice.estate"
    label = "estate"
    verbose_name = _("Estate")

    def ready(self) -> None:
        from propertyservice.audit import refusals
        from propertyservice.estate.rights import GRANTS
        from propertyservice.estate.sentences import SENTENCES
        from propertyservice.organisation import posts

        posts.grant(GRANTS)
        refusals.register(SENTENCES)
