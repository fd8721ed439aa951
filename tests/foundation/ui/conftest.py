"""Pages are rendered by the real settings; addresses are those of the living pages, static files are not hashed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import RequestFactory
from django.utils import translation

from jawda.foundation.ui import views


@pytest.fixture(autouse=True)
def _living_pages(settings):
    settings.ROOT_URLCONF = "tests.foundation.ui.urls_for_design"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.TEMPLATES = [
        {
            **engine,
            "OPTIONS": {
                **engine["OPTIONS"],
                "context_processors": [
                    name for name in engine["OPTIONS"]["context_processors"] if not name.startswith("jawda.site.")
                ],
            },
        }
        for engine in settings.TEMPLATES
    ]
    translation.activate("fr")
    yield
    translation.deactivate()


@pytest.fixture
def show() -> Callable[[str, str], str]:
    """The HTML of a living page in a language."""

    def render(name: str, language: str) -> str:
        request = RequestFactory().get(f"/design/{name}/", {"language": language})
        request.user = None
        return views.page(request, name).content.decode()

    return render
