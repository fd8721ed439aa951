from __future__ import annotations

import json
import zlib

from django.apps import AppConfig


class ReferentialsConfig(AppConfig):
    name = "jawda.apps.referentials"
    label = "referentials"

    def ready(self) -> None:
        """What is found, and how what an organisation wrote is read in its export."""
        from jawda.apps.referentials import erasure, retention, search  # noqa: PLC0415 - models are ready only now
        from jawda.foundation.exports.tables import register_reading  # noqa: PLC0415 - models are ready only now

        retention.register()
        erasure.register()
        search.register()
        register_reading("referentials.OwnReferential", "content", json.loads)
        register_reading(
            "referentials.ManuscriptVersion", "content", lambda stored: json.loads(zlib.decompress(stored))
        )
