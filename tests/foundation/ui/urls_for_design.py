"""The living pages alone, so that their tests do not depend on the rooms."""

from django.urls import include, path

urlpatterns = [path("design/", include("jawda.foundation.ui.urls"))]
