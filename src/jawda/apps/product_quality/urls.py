from django.urls import path

from jawda.apps.product_quality import views
from jawda.apps.product_quality.loading import later
from jawda.apps.product_quality.rules import may_read, may_work

app_name = "product_quality"
_GAUGE = "jawda.apps.product_quality.gauge.views"
_GAUGE_ENTRY = "jawda.apps.product_quality.gauge.entry_views"
_GAUGE_FILES = "jawda.apps.product_quality.gauge.file_views"
_SAMPLING = "jawda.apps.product_quality.sampling_plans.views"
_SWITCHING = "jawda.apps.product_quality.sampling_plans.switching"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("etudes/", later(may_read, _GAUGE, "studies"), name="studies"),
    path("etudes/liste.<str:kind>", later(may_read, _GAUGE, "export"), name="studies_export"),
    path("etudes/nouvelle/", later(may_work, _GAUGE, "add"), name="study_add"),
    path("etudes/depuis-un-fichier/", later(may_work, _GAUGE_FILES, "from_file"), name="study_from_file"),
    path("etudes/<uuid:study_id>/", later(may_read, _GAUGE, "study"), name="study"),
    path("etudes/<uuid:study_id>/modifier/", later(may_work, _GAUGE, "edit"), name="study_edit"),
    path("etudes/<uuid:study_id>/supprimer/", later(may_work, _GAUGE, "delete"), name="study_delete"),
    path("etudes/<uuid:study_id>/fiches.pdf", later(may_read, _GAUGE, "sheet"), name="study_sheet"),
    path("etudes/<uuid:study_id>/rapport.pdf", later(may_read, _GAUGE, "pdf"), name="study_pdf"),
    path("etudes/<uuid:study_id>/etude.<str:kind>", later(may_read, _GAUGE, "result"), name="study_export"),
    path("etudes/<uuid:study_id>/saisie/", later(may_work, _GAUGE_ENTRY, "entry"), name="study_entry"),
    path("etudes/<uuid:study_id>/saisie/<int:operator>/<int:trial>/", later(may_work, _GAUGE_ENTRY, "save"), name="study_save"),
    path("etudes/<uuid:study_id>/mesures.xlsx", later(may_read, _GAUGE_FILES, "workbook"), name="study_workbook"),
    path("etudes/<uuid:study_id>/importer/", later(may_work, _GAUGE_FILES, "upload"), name="study_upload"),
    path("echantillonnage/", later(may_read, _SAMPLING, "finder"), name="sampling_plans"),
    path("echantillonnage/plan.pdf", later(may_read, _SAMPLING, "finder_pdf"), name="sampling_plan_pdf"),
    path("echantillonnage/suite/", later(may_read, _SWITCHING, "switching"), name="sampling_switching"),
]
