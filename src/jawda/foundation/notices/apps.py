from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "jawda.foundation.notices"
    label = "notices"

    def ready(self) -> None:
        """The tasks are known wherever notices are."""
        from jawda.foundation.accounts.queries import register_personal_data  # noqa: PLC0415 - as above
        from jawda.foundation.notices import queries, tasks  # noqa: F401, PLC0415 - models are ready only now

        register_personal_data("notices", queries.kept_about)
