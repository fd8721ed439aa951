from django.urls import path

from jawda.apps.actions import calendar_views, evidence_views, files, planning_views, views

app_name = "actions"
urlpatterns = [
    path("", views.actions, name="list"),
    path("liste.<str:kind>", files.export, name="export"),
    path("plan.pdf", files.pdf, name="pdf"),
    path("plan.xlsx", files.spreadsheet, name="spreadsheet"),
    path("importer/", files.upload, name="upload"),
    path("tableau/", views.board, name="board"),
    path("avancement/", planning_views.progress, name="progress"),
    path("calendrier/", calendar_views.calendar, name="calendar"),
    path("nouvelle/", views.add, name="add"),
    path("depuis/<uuid:assessment_id>/", planning_views.from_gaps, name="from_gaps"),
    path("<uuid:action_id>/", views.action, name="action"),
    path("<uuid:action_id>/modifier/", views.edit, name="edit"),
    path("<uuid:action_id>/etape/", views.step, name="step"),
    path("<uuid:action_id>/dependances/", views.depend, name="depend"),
    path("<uuid:action_id>/preuves/", evidence_views.add, name="evidence_add"),
    path("<uuid:action_id>/preuves/<uuid:action_evidence_id>/fichier", evidence_views.file, name="evidence_file"),
    path("<uuid:action_id>/preuves/<uuid:action_evidence_id>/retirer/", evidence_views.remove, name="evidence_remove"),
]
