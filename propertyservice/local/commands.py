"""The entry points: the same commands here, in the container and in the tests."""

from __future__ import annotations

import sys

MANAGE = [sys.executable, "manage.py"]
WEB = [sys.executable, "-m", "gunicorn", "propertyservice.wsgi"]
_CELERY = [sys.executable, "-m", "celery", "--app", "propertyservice"]
WORKER = [*_CELERY, "worker", "--loglevel", "INFO", "--concurrency", "2"]
WORKER += ["--without-mingle", "--without-gossip"]
BEAT = [*_CELERY, "beat", "--loglevel", "INFO", "--pidfile="]
