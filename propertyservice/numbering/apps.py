from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NumberingConfig(AppConfig):
    """Gapless numbers for paper registers (RULES 2.0.4)."""

    name = "propertyservice.numbering"
    label = "numbering"
    verbose_name = _("Numbering")
