"""The ecosystem inside an organisation, below the handle."""

from django.urls import path

from jawda.apps.ecosystems import views

app_name = "ecosystems"
urlpatterns = [
    path("cohorte/", views.cohort, name="cohort"),
    path("conventions/", views.conventions, name="conventions"),
    path("conventions/nouvelle/", views.publish, name="publish"),
    path("conventions/<uuid:ecosystem_id>/", views.convention, name="convention"),
    path("partages/", views.sharing, name="sharing"),
    path("partages/<slug:slug>/rejoindre/", views.join, name="join"),
    path("partages/<slug:slug>/quitter/", views.leave, name="leave"),
    path("partages/<slug:slug>/<str:purpose>/", views.consent, name="consent"),
    path("partages/<slug:slug>/<str:purpose>/retirer/", views.withdraw, name="withdraw"),
]
