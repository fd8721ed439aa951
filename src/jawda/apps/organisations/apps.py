from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "jawda.apps.organisations"
    label = "organisations"

    def ready(self) -> None:
        """What is found."""
        from jawda.apps.organisations import search  # noqa: PLC0415 - models are ready only now

        search.register()
