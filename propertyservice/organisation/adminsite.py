"""Puts the house's own site in the place of Django's admin (INSTALLED_APPS)."""

from django.contrib.admin.apps import AdminConfig


class HouseAdminConfig(AdminConfig):
    """Django's admin with the site of this package."""

    default_site = "propertyservice.organisation.site.Site"
