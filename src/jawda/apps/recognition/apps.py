from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    name = "jawda.apps.recognition"
    label = "recognition"

    def ready(self) -> None:
        """How long rows are kept, how a person's name leaves them, what people are told of."""
        from jawda.apps.recognition import registering  # noqa: PLC0415 - models are loaded only when apps are ready

        registering.register()
