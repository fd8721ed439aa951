from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "jawda.apps.organisations"
    label = "organisations"

    def ready(self) -> None:
        """What is found, and what members are told."""
        from jawda.apps.organisations import notices, search  # noqa: PLC0415 - models are ready only now

        notices.register()
        search.register()
