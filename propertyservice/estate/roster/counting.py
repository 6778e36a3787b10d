"""The figures of an import in words, for the terminal and the admin."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from propertyservice.estate.roster.run import Report

KINDS = {
    "buildings": gettext_lazy("Buildings"),
    "units": gettext_lazy("Units"),
    "persons": gettext_lazy("Persons"),
    "phones": gettext_lazy("Phones"),
    "occupancies": gettext_lazy("Owners and residents"),
    "spaces": gettext_lazy("Parking spaces"),
    "plates": gettext_lazy("Vehicles"),
}


def lines_of(report: Report) -> list[str]:
    """One line for each kind of row, and one that sums up."""
    lines = [
        _("%(kind)s: %(created)s new, %(changed)s changed, %(unchanged)s unchanged")
        % {"kind": KINDS[kind], **counts}
        for kind, counts in report.counts.items()
        if kind in KINDS
    ]
    if not report.is_good:
        return lines
    what = {"office": report.office.name, "homes": report.homes}
    if report.dry_run:
        return [*lines, _("%(office)s: %(homes)s homes checked, nothing kept.") % what]
    return [*lines, _("%(office)s: %(homes)s homes taken over.") % what]
