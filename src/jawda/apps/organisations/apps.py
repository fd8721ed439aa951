from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "jawda.apps.organisations"
    label = "organisations"
