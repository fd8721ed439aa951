"""Fail where a model has changed and no migration says so. Needs no database."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jawda.site.settings")
os.environ.setdefault("JAWDA_SECRET_KEY", "check")

import django
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

django.setup()
translation.deactivate_all()  # as the framework itself does: labels are compared untranslated
loader = MigrationLoader(None)
changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
ours = {label for label in changes if apps.get_app_config(label).name.startswith("jawda.")}
for label in sorted(ours):
    operations = [operation.describe() for migration in changes[label] for operation in migration.operations]
    sys.stderr.write(f"{label}: a model changed without a migration: {operations}\n")
sys.exit(1 if ours else 0)
