from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "jawda.foundation.retention"
    label = "retention"

    def ready(self) -> None:
        """What the tables of the foundation declare, and those of the libraries below it."""
        from jawda.foundation.retention import ground  # noqa: PLC0415 - models are ready only now

        ground.register()
