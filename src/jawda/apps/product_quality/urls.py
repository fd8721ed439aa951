from django.urls import path

from jawda.apps.product_quality.instruments import calibration_views, certificate_views
from jawda.apps.product_quality.instruments import files as instrument_files
from jawda.apps.product_quality.instruments import views as instruments
from jawda.apps.product_quality.loading import later
from jawda.apps.product_quality.rules import may_read, may_work

app_name = "product_quality"
_GAUGE = "jawda.apps.product_quality.gauge.views"
_GAUGE_LIST = "jawda.apps.product_quality.gauge.list_views"
_GAUGE_ENTRY = "jawda.apps.product_quality.gauge.entry_views"
_GAUGE_FILES = "jawda.apps.product_quality.gauge.file_views"
_SAMPLING = "jawda.apps.product_quality.sampling_plans.views"
_TABLES = "jawda.apps.product_quality.sampling_plans.table_views"
_SWITCHING = "jawda.apps.product_quality.sampling_plans.switching"
_CHARACTERISTICS = "jawda.apps.product_quality.characteristics.views"
_LIST_FILES = "jawda.apps.product_quality.characteristics.file_views"
_CAPABILITY = "jawda.apps.product_quality.capability.views"
_CHARTS = "jawda.apps.product_quality.charts.views"
_SAMPLES = "jawda.apps.product_quality.samples.views"
_FILES = "jawda.apps.product_quality.samples.file_views"
_ONE = "<uuid:characteristic_id>/"
urlpatterns = [
    path("etudes/", later(may_read, _GAUGE_LIST, "studies"), name="studies"),
    path("etudes/liste.<str:kind>", later(may_read, _GAUGE_LIST, "export"), name="studies_export"),
    path("etudes/nouvelle/", later(may_work, _GAUGE, "add"), name="study_add"),
    path("etudes/depuis-un-fichier/", later(may_work, _GAUGE_FILES, "from_file"), name="study_from_file"),
    path("etudes/<uuid:study_id>/", later(may_read, _GAUGE, "study"), name="study"),
    path("etudes/<uuid:study_id>/modifier/", later(may_work, _GAUGE, "edit"), name="study_edit"),
    path("etudes/<uuid:study_id>/supprimer/", later(may_work, _GAUGE, "delete"), name="study_delete"),
    path("etudes/<uuid:study_id>/fiches.pdf", later(may_read, _GAUGE, "sheet"), name="study_sheet"),
    path("etudes/<uuid:study_id>/rapport.pdf", later(may_read, _GAUGE, "pdf"), name="study_pdf"),
    path("etudes/<uuid:study_id>/etude.<str:kind>", later(may_read, _GAUGE, "result"), name="study_export"),
    path("etudes/<uuid:study_id>/saisie/", later(may_work, _GAUGE_ENTRY, "entry"), name="study_entry"),
    path(
        "etudes/<uuid:study_id>/saisie/<int:operator>/<int:trial>/",
        later(may_work, _GAUGE_ENTRY, "save"),
        name="study_save",
    ),
    path("etudes/<uuid:study_id>/mesures.xlsx", later(may_read, _GAUGE_FILES, "workbook"), name="study_workbook"),
    path("etudes/<uuid:study_id>/importer/", later(may_work, _GAUGE_FILES, "upload"), name="study_upload"),
    path("", later(may_read, _CHARACTERISTICS, "overview"), name="overview"),
    path("liste.<str:kind>", later(may_read, _CHARACTERISTICS, "export"), name="export"),
    path("nouvelle/", later(may_work, _CHARACTERISTICS, "add"), name="add"),
    path("importer/", later(may_work, _LIST_FILES, "upload"), name="characteristics_upload"),
    path(
        "caracteristiques.xlsx",
        later(may_work, _LIST_FILES, "spreadsheet"),
        name="characteristics_spreadsheet",
    ),
    path("echantillonnage/", later(may_read, _SAMPLING, "finder"), name="sampling_plans"),
    path("echantillonnage/plan.pdf", later(may_read, _SAMPLING, "finder_pdf"), name="sampling_plan_pdf"),
    path("echantillonnage/suite/", later(may_read, _SWITCHING, "switching"), name="sampling_switching"),
    path("echantillonnage/tables/", later(may_read, _TABLES, "kept"), name="sampling_tables"),
    path("echantillonnage/tables/importer/", later(may_work, _TABLES, "upload"), name="sampling_tables_upload"),
    path(
        "echantillonnage/tables/<str:edition>.xlsx",
        later(may_work, _TABLES, "workbook"),
        name="sampling_tables_workbook",
    ),
    path(
        "echantillonnage/tables/<uuid:sampling_tables_id>/supprimer/",
        later(may_work, _TABLES, "remove"),
        name="sampling_tables_remove",
    ),
    path(_ONE, later(may_read, _CHARTS, "chart"), name="chart"),
    path(f"{_ONE}modifier/", later(may_work, _CHARACTERISTICS, "edit"), name="edit"),
    path(f"{_ONE}archiver/", later(may_work, _CHARACTERISTICS, "archive"), name="archive"),
    path(f"{_ONE}carte.pdf", later(may_read, _CHARTS, "pdf"), name="chart_pdf"),
    path(f"{_ONE}regles/", later(may_work, _CHARTS, "rules"), name="rules"),
    path(f"{_ONE}etapes/", later(may_work, _CHARTS, "add_stage"), name="stage_add"),
    path(f"{_ONE}etapes/figer/", later(may_work, _CHARTS, "freeze"), name="freeze"),
    path(f"{_ONE}etapes/<uuid:chart_stage_id>/", later(may_work, _CHARTS, "stage"), name="stage"),
    path(f"{_ONE}saisir/", later(may_work, _SAMPLES, "add"), name="sample_add"),
    path(f"{_ONE}importer/", later(may_work, _FILES, "upload"), name="upload"),
    path(f"{_ONE}importer/<uuid:pending_measurements_id>/", later(may_work, _FILES, "preview"), name="preview"),
    path(f"{_ONE}mesures.<str:kind>", later(may_read, _SAMPLES, "export"), name="sample_export"),
    path(f"{_ONE}mesures/<uuid:sample_id>/ecarter/", later(may_work, _CHARTS, "leave_out"), name="leave_out"),
    path(f"{_ONE}mesures/<uuid:sample_id>/supprimer/", later(may_work, _SAMPLES, "remove"), name="sample_remove"),
    path(f"{_ONE}capabilite/", later(may_read, _CAPABILITY, "capability"), name="capability"),
    path(f"{_ONE}capabilite.pdf", later(may_read, _CAPABILITY, "pdf"), name="capability_pdf"),
    path(f"{_ONE}capabilite.json", later(may_read, _CAPABILITY, "result"), name="capability_json"),
    path("instruments/", instruments.instruments, name="instruments"),
    path("instruments/liste.<str:kind>", instrument_files.export, name="instruments_export"),
    path("instruments/echeances.pdf", instrument_files.due_list, name="instruments_due"),
    path("instruments/etiquettes.pdf", instrument_files.labels, name="instruments_labels"),
    path("instruments/registre.xlsx", instrument_files.spreadsheet, name="instruments_spreadsheet"),
    path("instruments/importer/", instrument_files.upload, name="instruments_upload"),
    path("instruments/certificat/", certificate_views.certificate, name="instruments_certificate"),
    path("instruments/nouveau/", instruments.add, name="instrument_add"),
    path("instruments/<uuid:instrument_id>/", instruments.instrument, name="instrument"),
    path("instruments/<uuid:instrument_id>/modifier/", instruments.edit, name="instrument_edit"),
    path("instruments/<uuid:instrument_id>/etat/", instruments.move, name="instrument_move"),
    path("instruments/<uuid:instrument_id>/etalonnages/", calibration_views.record, name="calibration_record"),
    path(
        "instruments/<uuid:instrument_id>/etalonnages/<uuid:calibration_id>/certificat",
        calibration_views.certificate,
        name="calibration_certificate",
    ),
    path(
        "instruments/<uuid:instrument_id>/etalonnages/<uuid:calibration_id>/retirer/",
        calibration_views.remove,
        name="calibration_remove",
    ),
]
