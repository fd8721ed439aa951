"""Pages are rendered by the real settings; addresses are those of the living pages, static files are not hashed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.test import RequestFactory
from django.utils import translation

import jawda.foundation.ui as package
from jawda.foundation.ui import views

UI = Path(package.__file__).parent


@pytest.fixture(scope="session", autouse=True)
def _compiled_catalogues() -> None:
    """As set-up does, for a clone where set-up has not run."""
    for source in UI.glob("locale/*/LC_MESSAGES/django.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as stream, target.open("wb") as result:
                write_mo(result, read_po(stream, locale=source.parent.parent.name))


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
