"""One's notices, beside one's account."""

from django.urls import path

from jawda.foundation.notices import views

urlpatterns = [
    path("mon-compte/avis/", views.notices, name="notices"),
    path("mon-compte/avis/lus/", views.read_all, name="read_notices"),
    path("mon-compte/avis/reglages/", views.choices, name="notice_choices"),
    path("mon-compte/avis/<uuid:notice_id>/", views.open_notice, name="open_notice"),
]
