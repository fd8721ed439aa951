"""Search outside any organisation."""

from django.urls import path

from jawda.foundation.search import views

urlpatterns = [path("recherche/", views.everywhere, name="search")]
