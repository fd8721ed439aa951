from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "jawda.foundation.tenancy"
    label = "tenancy"
