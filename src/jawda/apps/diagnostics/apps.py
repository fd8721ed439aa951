from django.apps import AppConfig


class DiagnosticsConfig(AppConfig):
    name = "jawda.apps.diagnostics"
    label = "diagnostics"

    def ready(self) -> None:
        """What is found."""
        from jawda.apps.diagnostics import search  # noqa: PLC0415 - models are ready only now

        search.register()
