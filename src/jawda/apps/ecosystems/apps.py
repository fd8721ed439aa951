from django.apps import AppConfig


class EcosystemsConfig(AppConfig):
    name = "jawda.apps.ecosystems"
    label = "ecosystems"
