"""What the constraints of this package mean, for people."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "policy_one_revision": _("There is one revision. Reload the page."),
    "policy_rule_in_order": _("The last day is before the first. Choose a later one."),
    "policy_rule_one_place": _("Choose an office, or a city, or a grade: only one."),
    "policy_rule_no_overlap": _(
        "Another version holds in that time. Reload the page and choose another day."
    ),
}
