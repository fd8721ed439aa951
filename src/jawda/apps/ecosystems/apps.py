from django.apps import AppConfig


class EcosystemsConfig(AppConfig):
    name = "jawda.apps.ecosystems"
    label = "ecosystems"

    def ready(self) -> None:
        """Snapshots of companies follow what they say of themselves; ecosystems are found, and kept so long."""
        from jawda.apps.ecosystems import campaigns_notices, retention, search, webhooks  # noqa: PLC0415 - models are ready only now
        from jawda.apps.ecosystems.domain import company_described  # noqa: PLC0415 - models are ready only now
        from jawda.apps.organisations.domain import on_description_changed  # noqa: PLC0415 - models are there only now

        on_description_changed(company_described)
        retention.register()
        search.register()
        campaigns_notices.register()
        webhooks.register()
