"""The ecosystem inside an organisation, below the handle."""

from django.urls import path

from jawda.apps.ecosystems import campaigns_views, views

app_name = "ecosystems"
urlpatterns = [
    path("cohorte/", views.cohort, name="cohort"),
    path("campagnes/", campaigns_views.campaigns, name="campaigns"),
    path("campagnes/nouvelle/", campaigns_views.open_campaign, name="open_campaign"),
    path("campagnes/<uuid:campaign_id>/", campaigns_views.campaign, name="campaign"),
    path("campagnes/<uuid:campaign_id>/relancer/", campaigns_views.remind, name="remind"),
    path("campagnes/<uuid:campaign_id>/prolonger/", campaigns_views.extend, name="extend_campaign"),
    path("campagnes/<uuid:campaign_id>/annuler/", campaigns_views.cancel, name="cancel_campaign"),
    path("invitations/<uuid:campaign_invitation_id>/", campaigns_views.invitation, name="invitation"),
    path("invitations/<uuid:campaign_invitation_id>/commencer/", campaigns_views.begin, name="begin_invited"),
    path("invitations/<uuid:campaign_invitation_id>/decliner/", campaigns_views.decline, name="decline_invited"),
    path("conventions/", views.conventions, name="conventions"),
    path("conventions/nouvelle/", views.publish, name="publish"),
    path("conventions/<uuid:ecosystem_id>/", views.convention, name="convention"),
    path("partages/", views.sharing, name="sharing"),
    path("partages/<slug:slug>/rejoindre/", views.join, name="join"),
    path("partages/<slug:slug>/quitter/", views.leave, name="leave"),
    path("partages/<slug:slug>/<str:purpose>/", views.consent, name="consent"),
    path("partages/<slug:slug>/<str:purpose>/retirer/", views.withdraw, name="withdraw"),
]
