"""Search inside an organisation, below its handle."""

from django.urls import path

from jawda.foundation.search import views

urlpatterns = [path("", views.inside, name="search_inside")]
