from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "jawda.foundation.files"
    label = "files"
