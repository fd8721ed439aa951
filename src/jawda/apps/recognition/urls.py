from django.urls import path

from jawda.apps.recognition.elsewhere import import_views as recorded_imports
from jawda.apps.recognition.elsewhere import views as recorded
from jawda.apps.recognition.suppliers import import_views as supplier_imports
from jawda.apps.recognition.suppliers import views as suppliers
from jawda.apps.recognition.views import accreditations, changing, held, imports, issued, issuing, keys, seals

app_name = "recognition"
urlpatterns = [
    path("", issued.documents, name="issued"),
    path("liste.<str:kind>", issued.export, name="issued_export"),
    path("certsearch.<str:kind>", issued.certsearch_export, name="certsearch_export"),
    path("emettre/", issuing.issue, name="issue"),
    path("importer/", imports.issue_many, name="import_issue"),
    path("importer/modele.xlsx", imports.issue_template, name="import_issue_template"),
    path("changements/", imports.change_many, name="import_change"),
    path("changements/modele.xlsx", imports.change_template, name="import_change_template"),
    path("cles/", keys.keys, name="keys"),
    path("cles/nouvelle/", keys.make, name="make_key"),
    path("cles/dispositif/", keys.declare, name="declare_key"),
    path("cles/cachet/", seals.load, name="load_seal"),
    path("cles/cachet/fin/", seals.end, name="end_seal"),
    path("cles/<uuid:key_id>/perdue/", keys.lost, name="lost_key"),
    path("accrediter/", accreditations.accredit, name="accredit"),
    path("recus/", held.documents, name="held"),
    path("recus.<str:kind>", held.export, name="held_export"),
    path("recus/enregistrer/", recorded.record, name="record"),
    path("recus/importer/", recorded_imports.record_many, name="import_recorded"),
    path("recus/importer/modele.xlsx", recorded_imports.template, name="import_recorded_template"),
    path("recus/<uuid:recordedcertificate_id>/", recorded.certificate, name="recorded"),
    path("recus/<uuid:recordedcertificate_id>/modifier/", recorded.edit, name="edit_recorded"),
    path("recus/<uuid:recordedcertificate_id>/registre/", recorded.check, name="check_recorded"),
    path("recus/<uuid:recordedcertificate_id>/archiver/", recorded.archive, name="archive_recorded"),
    path("recus/<uuid:recordedcertificate_id>/fichier", recorded.file, name="recorded_file"),
    path("recus/<uuid:recordedcertificate_id>/document", recorded.credential, name="recorded_credential"),
    path("fournisseurs/", suppliers.suppliers, name="suppliers"),
    path("fournisseurs.<str:kind>", suppliers.export, name="suppliers_export"),
    path("fournisseurs/ajouter/", suppliers.add, name="add_supplier"),
    path("fournisseurs/importer/", supplier_imports.add_many, name="import_suppliers"),
    path("fournisseurs/importer/modele.xlsx", supplier_imports.template, name="import_suppliers_template"),
    path("fournisseurs/verifier/", suppliers.check_all, name="check_suppliers"),
    path("fournisseurs/arreter/", suppliers.stop, name="stop_suppliers"),
    path("fournisseurs/<uuid:watchedcertificate_id>/", suppliers.supplier, name="supplier"),
    path("fournisseurs/<uuid:watchedcertificate_id>/modifier/", suppliers.edit, name="edit_supplier"),
    path("fournisseurs/<uuid:watchedcertificate_id>/verifier/", suppliers.check, name="check_supplier"),
    path("fournisseurs/<uuid:watchedcertificate_id>/retirer/", suppliers.remove, name="remove_supplier"),
    path("<uuid:attestation_id>/", changing.document, name="document"),
    path("<uuid:attestation_id>/changer/", changing.change, name="change"),
    path("<uuid:attestation_id>/signer-a-nouveau/", changing.reissue, name="reissue"),
    path("<uuid:attestation_id>/portees/", accreditations.rescope, name="rescope"),
    path("<uuid:attestation_id>/jeton", changing.token, name="token"),
    path("<uuid:attestation_id>/lien/", changing.renew_link, name="renew_link"),
]
