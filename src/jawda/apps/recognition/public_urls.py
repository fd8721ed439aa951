"""Addresses that anyone may ask: documents, bodies' identities and lists, the trust list, the log."""

from django.urls import path

from jawda.apps.recognition.views import bodies, certificates, documents, dropping, log, offline, search, trust

urlpatterns = [
    path("c/<str:reference>", certificates.certificate, name="certificate"),
    path("d/<str:link>", certificates.shown_document, name="shown_document"),
    path("certificats/", search.certificates, name="certificates"),
    path("verifier/", dropping.verify, name="verify"),
    path("verifier/hors-ligne/", offline.offline, name="offline"),
    path("verifier/hors-ligne/travailleur.js", offline.offline_worker, name="offline_worker"),
    path("verifier/hors-ligne/manifeste.webmanifest", offline.offline_manifest, name="offline_manifest"),
    path("verifier/hors-ligne/<str:code>/", offline.offline_shell, name="offline_shell"),
    path("verifier/hors-ligne/<str:code>/phrases.json", offline.offline_phrases, name="offline_phrases"),
    path("verifier/paquet", offline.offline_pack, name="offline_pack"),
    path("organismes/<slug:body>/", bodies.body_shown, name="body"),
    path("organismes/<slug:body>/did.json", documents.identity_document, name="identity_document"),
    path("organismes/<slug:body>/etats/<int:number>", documents.status_list, name="status_list"),
    path(".well-known/did.json", documents.platform_identity, name="platform_identity"),
    path("confiance/", trust.trust_page, name="trust"),
    path("confiance/liste", documents.trust_list, name="trust_list"),
    path("registre/", log.log, name="log"),
    path("registre.jsonl", log.log_lines, name="log_lines"),
    path("registre/tete", log.log_head, name="log_head"),
    path("registre/tetes", log.log_heads, name="log_heads"),
]
