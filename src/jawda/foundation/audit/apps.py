from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "jawda.foundation.audit"
    label = "audit"
