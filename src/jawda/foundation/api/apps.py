from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "jawda.foundation.api"
    label = "api"
