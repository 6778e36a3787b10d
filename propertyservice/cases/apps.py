from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """The case register: one slim row per case of any clause (4.9)."""

    name = "propertyservice.cases"
    label = "cases"
    verbose_name = _("Case register")

    def ready(self) -> None:
        from propertyservice.audit import refusals

        refusals.register(
            {
                "cases_closed_has_time": _(
                    "A closed case has a time of closing, an open one has none."
                ),
                "cases_named_for_good": _(
                    "Number, kind and office of a case stay. Open a new case instead."
                ),
            }
        )
