"""Addresses of the room outside any organisation."""

from django.urls import path

from jawda.apps.organisations.views import operator, public

urlpatterns = [
    path("annuaire/", public.directory, name="directory"),
    path("accueil/", public.home, name="home"),
    path("organisations/nouvelle/", public.register, name="register"),
    path("invitations/<uuid:invitation_id>/reponse/", public.answer_invitation, name="answer_invitation"),
    path("invitations/<str:token>/", public.invitation, name="invitation"),
    path("operateur/", operator.start, name="operator"),
    path("operateur/organisations/", operator.registrations, name="registrations"),
    path("operateur/organisations/<uuid:organisation_id>/", operator.registration, name="registration"),
]
