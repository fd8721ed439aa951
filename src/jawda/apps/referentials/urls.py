from django.urls import path

from jawda.apps.referentials import correspondence, views

app_name = "referentials"
urlpatterns = [
    path("", views.published, name="list"),
    path("importer/", views.upload, name="upload"),
    path("importer/<uuid:draft_id>/", views.draft, name="draft"),
    path("<str:identifier>/", views.one, name="one"),
    path("<str:identifier>/fichier/<str:kind>", views.download, name="download"),
    path("<str:old>/vers/<str:new>/", views.editions, name="editions"),
    path("<str:source>/correspondance/<str:target>/", correspondence.mapping, name="mapping"),
]
