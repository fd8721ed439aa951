from django.apps import AppConfig


class ReferentialsConfig(AppConfig):
    name = "jawda.apps.referentials"
    label = "referentials"

    def ready(self) -> None:
        """What is found."""
        from jawda.apps.referentials import search  # noqa: PLC0415 - models are ready only now

        search.register()
