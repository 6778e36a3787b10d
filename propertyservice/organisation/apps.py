from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

ADMIN_RIGHTS = dict.fromkeys(
    (
        "organisation.view_office",
        "organisation.change_office",
        "organisation.view_officehours",
        "organisation.add_officehours",
        "organisation.change_officehours",
        "organisation.delete_officehours",
        "organisation.view_department",
        "organisation.add_department",
        "organisation.change_department",
        "organisation.delete_department",
        "organisation.view_staff",
        "organisation.add_staff",
        "organisation.change_staff",
        "organisation.view_appointment",
        "cases.view_case",
        "files.view_attachment",
        "django_celery_beat.view_periodictask",
        "django_celery_beat.change_periodictask",
        "django_celery_beat.view_crontabschedule",
        "django_celery_beat.view_intervalschedule",
    ),
    ("OFFICE_MANAGER", "COMPANY_MANAGER"),
)
"""What Django's admin asks for, as rights of the managers' posts."""


class OrganisationConfig(AppConfig):
    """Who works where, on which post, with which rights (3.1-3.3)."""

    name = "propertyservice.organisation"
    label = "organisation"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        from propertyservice.audit import refusals
        from propertyservice.organisation import posts, segregation
        from propertyservice.organisation.refusals import SENTENCES

        posts.register(*posts.KERNEL_POSTS)
        posts.grant(posts.KERNEL_GRANTS)
        posts.grant(ADMIN_RIGHTS)
        segregation.register(*segregation.KERNEL_PAIRS)
        refusals.register(SENTENCES)
