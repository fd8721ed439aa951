from django.urls import path

from jawda.apps.diagnostics import carry_pages, choosing, evidence_views, files, preview, results, set_up, views
from jawda.apps.diagnostics.assigning import views as assigning
from jawda.apps.diagnostics.reviews import views as reviews

app_name = "diagnostics"
urlpatterns = [
    path("", views.assessments, name="list"),
    path("liste.<str:kind>", views.export_list, name="export_list"),
    path("choisir/", choosing.choose, name="choose"),
    path("apercu/<uuid:manuscript_id>/<str:chapter_id>/", preview.preview, name="preview"),
    path("nouvelle-edition/<str:identifier>/", preview.new_edition, name="new_edition"),
    path("<uuid:assessment_id>/", views.resume, name="resume"),
    path("<uuid:assessment_id>/chapitre/<str:chapter_id>/", views.chapter, name="chapter"),
    path("<uuid:assessment_id>/reponse/<str:requirement_id>/", views.answer, name="answer"),
    path("preuves/<uuid:evidence_id>/fichier", evidence_views.file, name="evidence_file"),
    path("preuves/<uuid:evidence_id>/apercu", evidence_views.thumbnail, name="evidence_thumbnail"),
    path("<uuid:assessment_id>/preuves/<str:requirement_id>/", evidence_views.add, name="evidence_add"),
    path("<uuid:assessment_id>/preuves/<str:requirement_id>/choisir/", evidence_views.choose, name="evidence_choose"),
    path(
        "<uuid:assessment_id>/preuves/<str:requirement_id>/retirer/<uuid:evidence_id>/",
        evidence_views.remove,
        name="evidence_remove",
    ),
    path(
        "<uuid:assessment_id>/preuves/<str:requirement_id>/supprimer/<uuid:evidence_id>/",
        evidence_views.delete,
        name="evidence_delete",
    ),
    path("<uuid:assessment_id>/confier/<str:requirement_id>/", assigning.assign, name="assign"),
    path("<uuid:assessment_id>/liens/", assigning.assignments, name="assignments"),
    path("<uuid:assessment_id>/liens/<uuid:assignment_id>/prolonger/", assigning.extend, name="assignment_extend"),
    path("<uuid:assessment_id>/liens/<uuid:assignment_id>/revoquer/", assigning.revoke, name="assignment_revoke"),
    path("<uuid:assessment_id>/profil/", set_up.profile, name="profile"),
    path("<uuid:assessment_id>/cible/", set_up.targets, name="targets"),
    path("<uuid:assessment_id>/nom/", set_up.name, name="name"),
    path("<uuid:assessment_id>/clore/", set_up.close, name="close"),
    path("<uuid:assessment_id>/rouvrir/", set_up.reopen, name="reopen"),
    path("<uuid:assessment_id>/supprimer/", set_up.delete, name="delete"),
    path("<uuid:assessment_id>/reprendre/", carry_pages.carry, name="carry"),
    path("<uuid:assessment_id>/deplacer/", carry_pages.move, name="move"),
    path("<uuid:assessment_id>/resultat/", results.result, name="result"),
    path("<uuid:assessment_id>/questions/", results.questions, name="questions"),
    path("<uuid:assessment_id>/sites/", results.sites, name="sites"),
    path("<uuid:assessment_id>/comparer/", results.comparison, name="comparison"),
    path("<uuid:assessment_id>/export/<str:what>.<str:kind>", results.export, name="export"),
    path("<uuid:assessment_id>/classeur.xlsx", files.spreadsheet, name="spreadsheet"),
    path("<uuid:assessment_id>/importer/", files.upload, name="upload"),
    path("<uuid:assessment_id>/importer/<uuid:pending_import_id>/", files.confirm, name="confirm"),
    path("<uuid:assessment_id>/revue/", reviews.review, name="review"),
    path("<uuid:assessment_id>/revue/chapitre/<str:chapter_id>/", reviews.review_chapter, name="review_chapter"),
    path("<uuid:assessment_id>/revue/signer/", reviews.review_submit, name="review_submit"),
    path("<uuid:assessment_id>/revue/rouvrir/", reviews.review_reopen, name="review_reopen"),
    path(
        "<uuid:assessment_id>/revue/<uuid:review_id>/decision/<str:requirement_id>/",
        reviews.review_decide,
        name="review_decide",
    ),
    path("<uuid:assessment_id>/revue/<uuid:review_id>/revue.<str:kind>", reviews.review_export, name="review_export"),
    path("<uuid:assessment_id>/rapport.pdf", files.report, name="report"),
]
