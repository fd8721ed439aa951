from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "jawda.apps.actions"
    label = "actions"
