from django.apps import AppConfig


class ReferentialsConfig(AppConfig):
    name = "jawda.apps.referentials"
    label = "referentials"
