from django.apps import AppConfig


class DiagnosticsConfig(AppConfig):
    name = "jawda.apps.diagnostics"
    label = "diagnostics"
