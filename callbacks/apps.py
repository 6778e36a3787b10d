from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class CallbacksConfig(AppConfig):
    """Who is called back, by whom, and what they said (4.3)."""

    name = "callbacks"
    verbose_name = pgettext_lazy("clause", "Callbacks")

    def ready(self) -> None:
        from callbacks import receivers, registration  # noqa: F401 they connect themselves

        registration.register()
