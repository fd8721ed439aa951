from django.urls import path

from jawda.apps.diagnostics.panels import result_views, views

app_name = "panels"
urlpatterns = [
    path("", views.panels, name="list"),
    path("liste.<str:kind>", views.export_list, name="export_list"),
    path("convoquer/", views.convene, name="convene"),
    path("<uuid:panel_id>/", views.panel, name="panel"),
    path("<uuid:panel_id>/modifier/", views.change, name="change"),
    path("<uuid:panel_id>/membres/", views.ask, name="ask"),
    path("<uuid:panel_id>/rappeler/", views.remind, name="remind"),
    path("<uuid:panel_id>/clore/", views.close, name="close"),
    path("<uuid:panel_id>/membres/<uuid:panel_member_id>/renvoyer/", views.send_again, name="send_again"),
    path("<uuid:panel_id>/membres/<uuid:panel_member_id>/retirer/", views.release, name="release"),
    path("<uuid:panel_id>/resultat/", result_views.result, name="result"),
    path("<uuid:panel_id>/resultat.<str:kind>", result_views.export, name="export"),
    path("<uuid:panel_id>/rapport.pdf", result_views.report, name="report"),
]
