from django.apps import AppConfig


class DiagnosticsConfig(AppConfig):
    name = "jawda.apps.diagnostics"
    label = "diagnostics"

    def ready(self) -> None:
        """What is found, and how long it is kept."""
        from jawda.apps.diagnostics import erasure, retention, search, webhooks  # noqa: PLC0415 - models are ready only now

        retention.register()
        erasure.register()
        search.register()
        webhooks.register()
