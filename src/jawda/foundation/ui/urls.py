"""The living pages of the design system. The site includes them, for instance at ``/design/``."""

from __future__ import annotations

from django.urls import path

from jawda.foundation.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.page, name="design"),
    path("document.pdf", views.sample_pdf, name="design_pdf"),
    path("<slug:name>/", views.page, name="design_page"),
]
