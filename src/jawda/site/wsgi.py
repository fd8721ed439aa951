"""The WSGI entry; refuses to serve with a login that row-level security does not bind, whoever starts it."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jawda.site.settings")
application = get_wsgi_application()

from django.db import connection  # noqa: E402 - ready only now

from jawda.foundation.tenancy.grants import unsafe_login  # noqa: E402
from jawda.site.database import DatabaseRefused  # noqa: E402
from jawda.site.whole_requests import counting  # noqa: E402

application = counting(application)

fault = unsafe_login()
connection.close()
if fault:
    raise DatabaseRefused(fault)
