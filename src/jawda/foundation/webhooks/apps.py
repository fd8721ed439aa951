from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "jawda.foundation.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        """The task is known wherever events are raised."""
        from jawda.foundation.webhooks import tasks  # noqa: F401, PLC0415 - models are ready only now
