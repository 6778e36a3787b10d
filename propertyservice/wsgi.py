"""The web server's way in. It refuses to serve as a role that could alter history."""

import os

from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "propertyservice.settings")

application = get_wsgi_application()
if problems := run_checks(tags=["database_role"], databases=["default"]):
    raise ImproperlyConfigured("\n".join(map(str, problems)))
