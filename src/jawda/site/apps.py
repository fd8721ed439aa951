from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "jawda.site"
    label = "site"
