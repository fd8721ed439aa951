from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "jawda.foundation.search"
    label = "search"
