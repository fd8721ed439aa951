"""“Our organisation”, below the handle."""

from django.urls import path

from jawda.apps.organisations.views import api_tokens, exports, missions, own, sites, webhooks

app_name = "organisations"
urlpatterns = [
    path("", own.description, name="description"),
    path("modifier/", own.edit, name="edit"),
    path("membres/", own.members, name="members"),
    path("membres/inviter/", own.invite, name="invite"),
    path("membres/quitter/", own.leave, name="leave"),
    path("membres/<uuid:membership_id>/", own.member, name="member"),
    path("invitations/<uuid:invitation_id>/", own.invitation, name="invitation"),
    path("sites/", sites.sites, name="sites"),
    path("sites/nouveau/", sites.add, name="add_site"),
    path("sites/classeur/", sites.spreadsheet, name="sites_file"),
    path("sites/importer/", sites.upload, name="upload_sites"),
    path("sites/<uuid:site_id>/", sites.change, name="site"),
    path("sites/<uuid:site_id>/fermer/", sites.end, name="end_site"),
    path("missions/", missions.missions, name="missions"),
    path("missions/nouvelle/", missions.offer, name="offer_mission"),
    path("missions/<uuid:mission_id>/revoquer/", missions.revoke, name="revoke_mission"),
    path("export/", exports.own_exports, name="exports"),
    path("export/<uuid:organisation_export_id>/arreter/", exports.stop_export, name="stop_export"),
    path("export/<uuid:organisation_export_id>/fichier.zip", exports.export_file, name="export_file"),
    path("api/", api_tokens.tokens, name="tokens"),
    path("api/nouveau/", api_tokens.issue, name="issue_token"),
    path("api/<uuid:api_token_id>/revoquer/", api_tokens.revoke, name="revoke_token"),
    path("api/webhooks/", webhooks.endpoints, name="webhooks"),
    path("api/webhooks/nouveau/", webhooks.add, name="add_webhook"),
    path("api/webhooks/<uuid:webhook_endpoint_id>/", webhooks.endpoint, name="webhook"),
    path("api/webhooks/<uuid:webhook_endpoint_id>/essai/", webhooks.test, name="test_webhook"),
    path("api/webhooks/<uuid:webhook_endpoint_id>/secret/", webhooks.renew, name="renew_webhook"),
    path("api/webhooks/<uuid:webhook_endpoint_id>/reprendre/", webhooks.switch_on, name="switch_on_webhook"),
    path("api/webhooks/<uuid:webhook_endpoint_id>/retirer/", webhooks.remove, name="remove_webhook"),
]
