"""Ecosystems as everyone reads them."""

from django.urls import path

from jawda.apps.ecosystems import views

urlpatterns = [
    path("", views.ecosystems, name="public_ecosystems"),
    path("<slug:slug>/", views.ecosystem, name="public_ecosystem"),
]
