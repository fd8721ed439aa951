from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "jawda.site"
    label = "site"

    def ready(self) -> None:
        """Upper rooms tell lower ones: how far a company is, what is kept about a person."""
        from jawda.apps.diagnostics.queries import recent  # noqa: PLC0415 - models are ready only now
        from jawda.apps.ecosystems.campaigns_assessments import register_assessments  # noqa: PLC0415 - as above
        from jawda.apps.ecosystems.models import Stage  # noqa: PLC0415 - as above
        from jawda.apps.ecosystems.stages import register_stage_source  # noqa: PLC0415 - as above
        from jawda.foundation.search.sources import register_places  # noqa: PLC0415 - as above
        from jawda.site import personal  # noqa: PLC0415 - as above
        from jawda.site.campaigns import ASSESSMENTS  # noqa: PLC0415 - as above
        from jawda.site.search_places import places  # noqa: PLC0415 - as above

        def stage() -> Stage:
            latest = next(iter(recent(1)), None)
            return Stage.ENROLLED if latest is None else Stage.FINISHED if latest.closed_at else Stage.STARTED

        register_stage_source(stage)
        register_assessments(ASSESSMENTS)
        register_places(places)
        personal.register()
