from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "jawda.apps.organisations"
    label = "organisations"

    def ready(self) -> None:
        """What is found, what members are told, how long things are kept."""
        from jawda.apps.organisations import erasure, notices, retention, search  # noqa: PLC0415 - models are ready only now

        notices.register()
        retention.register()
        erasure.register()
        search.register()
