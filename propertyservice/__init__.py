"""Property service centre: the project and the kernel that the clauses share."""

from propertyservice.celery import app as celery_app

__all__ = ["celery_app"]
