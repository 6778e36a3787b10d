"""What the constraints of this package mean, for people."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "organisation_office_code": _("Use 2 to 8 capital letters or digits."),
    "organisation_hours_in_order": _(
        "The service hours end before they begin. Change one of the two."
    ),
    "organisation_hours_once": _("Two windows begin at the same time. Delete one."),
    "organisation_department_once": _(
        "This code is taken in this office. Choose another one."
    ),
    "organisation_appointment_in_order": _(
        "The last day is before the first. Choose a later one."
    ),
    "organisation_deputy_is_another": _(
        "The deputy must be somebody else than the holder."
    ),
    "organisation_deputy_has_dates": _(
        "A deputy needs a first and a last day, in this order."
    ),
    "organisation_office_unless_company_wide": _(
        "This post is held in one office. Choose the office."
    ),
    "organisation_one_holder_of_a_named_post": _(
        "Somebody was just appointed to this post. Reload the page."
    ),
    "organisation_same_appointment_once": _(
        "This person already holds this post in that time. Reload the page."
    ),
    "organisation_same_company": _(
        "This person belongs to another company. Choose somebody of this one."
    ),
}
