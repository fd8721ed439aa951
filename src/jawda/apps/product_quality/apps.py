from django.apps import AppConfig


class ProductQualityConfig(AppConfig):
    name = "jawda.apps.product_quality"
    label = "product_quality"

    def ready(self) -> None:
        """How long measurements are kept, how a person's name leaves them, how instruments are found and remembered."""
        from jawda.apps.product_quality import erasure, retention  # noqa: PLC0415 - needs the models
        from jawda.apps.product_quality.instruments import reminders, search  # noqa: PLC0415 - needs the models

        retention.register()
        erasure.register()
        reminders.register()
        search.register()
