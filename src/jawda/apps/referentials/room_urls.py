"""Addresses of the editor, inside an organisation."""

from django.urls import path

from jawda.apps.referentials import editor, editor_begin, editor_more

app_name = "writing"
urlpatterns = [
    path("", editor_begin.manuscripts_list, name="list"),
    path("nouveau/", editor_begin.begin, name="begin"),
    path("importer/", editor_begin.upload, name="upload"),
    path("nos/<uuid:own_referential_id>/", editor_more.own, name="own"),
    path("<uuid:manuscript_id>/", editor.edit, name="edit"),
    path("<uuid:manuscript_id>/profil/", editor.profile, name="profile"),
    path("<uuid:manuscript_id>/ajouter/", editor.add, name="add"),
    path("<uuid:manuscript_id>/exigence/<str:requirement_id>/", editor.requirement, name="requirement"),
    path("<uuid:manuscript_id>/exigence/<str:requirement_id>/deplacer/", editor.move, name="move"),
    path("<uuid:manuscript_id>/versions/", editor_more.versions, name="versions"),
    path("<uuid:manuscript_id>/versions/<int:number>/", editor_more.version, name="version"),
    path("<uuid:manuscript_id>/publier/", editor_more.publish, name="publish"),
    path("<uuid:manuscript_id>/fichier/<str:kind>", editor_more.download, name="download"),
    path("<uuid:manuscript_id>/supprimer/", editor_more.discard, name="discard"),
]
