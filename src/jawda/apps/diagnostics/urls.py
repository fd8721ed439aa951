from django.urls import path

from jawda.apps.diagnostics import files, views

app_name = "diagnostics"
urlpatterns = [
    path("", views.assessments, name="list"),
    path("choisir/", views.choose, name="choose"),
    path("<uuid:assessment_id>/", views.resume, name="resume"),
    path("<uuid:assessment_id>/chapitre/<str:chapter_id>/", views.chapter, name="chapter"),
    path("<uuid:assessment_id>/reponse/<str:requirement_id>/", views.answer, name="answer"),
    path("<uuid:assessment_id>/resultat/", views.result, name="result"),
    path("<uuid:assessment_id>/clore/", views.close, name="close"),
    path("<uuid:assessment_id>/classeur.xlsx", files.spreadsheet, name="spreadsheet"),
    path("<uuid:assessment_id>/importer/", files.upload, name="upload"),
    path("<uuid:assessment_id>/rapport.pdf", files.report, name="report"),
]
