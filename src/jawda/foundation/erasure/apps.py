from django.apps import AppConfig


class ErasureConfig(AppConfig):
    name = "jawda.foundation.erasure"
    label = "erasure"

    def ready(self) -> None:
        """What the foundation holds about a person, and how it goes."""
        from jawda.foundation.erasure import ground  # noqa: PLC0415 - models are ready only now

        ground.register()
