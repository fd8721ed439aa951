from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "jawda.site"
    label = "site"

    def ready(self) -> None:
        """The diagnosis knows how far a company is; ecosystems below it may ask."""
        from jawda.apps.diagnostics.queries import recent  # noqa: PLC0415 - models are ready only now
        from jawda.apps.ecosystems.models import Stage  # noqa: PLC0415
        from jawda.apps.ecosystems.stages import register_stage_source  # noqa: PLC0415

        def stage() -> Stage:
            latest = next(iter(recent(1)), None)
            return Stage.ENROLLED if latest is None else Stage.FINISHED if latest.closed_at else Stage.STARTED

        register_stage_source(stage)
