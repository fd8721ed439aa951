from django.urls import include, path

from jawda.site import api_page, demo_mail, health, views

urlpatterns = [
    path("", views.front, name="front"),
    path("", include("jawda.apps.organisations.public_urls")),
    path("ecosystemes/", include("jawda.apps.ecosystems.public_urls")),
    path("", include("jawda.apps.recognition.public_urls")),
    path("health", health.health, name="health"),
    path("langue/<str:code>/", views.language, name="language"),
    path("demo/mail/", demo_mail.letter_box, name="demo_mail"),
    path("", include("jawda.foundation.accounts.urls")),
    path("", include("jawda.foundation.erasure.urls")),
    path("compte/", include("allauth.urls")),
    path("", include("jawda.foundation.search.urls")),
    path("", include("jawda.foundation.notices.urls")),
    path("o/<str:handle>/recherche/", include("jawda.foundation.search.room_urls")),
    path("referentiels/", include("jawda.apps.referentials.urls")),
    path("api/v1/docs", api_page.reference, name="api_reference"),
    path("api/v1/", include("jawda.site.api")),
    path("design/", include("jawda.foundation.ui.urls")),
    path("o/<str:handle>/", views.organisation_home, name="organisation_home"),
    path("o/<str:handle>/organisation/", include("jawda.apps.organisations.urls")),
    path("o/<str:handle>/referentiels/", include("jawda.apps.referentials.room_urls")),
    path("o/<str:handle>/diagnostic/", include("jawda.apps.diagnostics.urls")),
    path("o/<str:handle>/panels/", include("jawda.apps.diagnostics.panels.urls")),
    path("panel/", include("jawda.apps.diagnostics.panels.public_urls")),
    path("o/<str:handle>/actions/", include("jawda.apps.actions.urls")),
    path("o/<str:handle>/produits/", include("jawda.apps.product_quality.urls")),
    path("o/<str:handle>/certificats/", include("jawda.apps.recognition.urls")),
    path("questions/", include("jawda.apps.diagnostics.public_urls")),
    path("calendrier/", include("jawda.apps.actions.public_urls")),
    path("o/<str:handle>/ecosysteme/", include("jawda.apps.ecosystems.urls")),
]
handler400 = "jawda.site.errors.bad_request"
handler403 = "jawda.site.errors.forbidden"
handler404 = "jawda.site.errors.not_found"
handler500 = "jawda.site.errors.server_error"
