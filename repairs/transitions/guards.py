"""What must hold before a step, said as sentences that refuse."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from propertyservice.cases.models import Step
from propertyservice.organisation.models import Staff
from propertyservice.policy.in_force import in_force
from repairs.models import ChargeType, Priority, Repair, SuspendReason

User = Staff | None


def own_task(user: User, repair: Repair) -> str | None:
    """The repairer of the task, or the maintenance supervisor for him."""
    if user is None or user.pk == repair.technician_id:
        return None
    if user.may("repairs.confirm", repair.office_id):
        return None
    return _(
        "This task is %(who)s's. Ask the maintenance supervisor to reassign it."
    ) % {"who": repair.technician}


def paid_work_is_quoted(user: User, repair: Repair) -> str | None:
    """Paid work starts after the resident accepted the price (L10 8, 15)."""
    if repair.charge_type != ChargeType.PAID:
        return None
    if repair.sheet and repair.sheet.quote_accepted_at:
        return None
    return _("Record the quote and the resident's acceptance before paid work starts.")


def not_in_incident(user: User, repair: Repair) -> str | None:
    """A repair that joined an incident is worked on there."""
    if repair.incident_id is None:
        return None
    return _("This repair belongs to an incident. Work on the incident itself.")


def in_incident(user: User, repair: Repair) -> str | None:
    """Only a repair that joined an incident is answered with it."""
    if repair.incident_id is not None:
        return None
    return _("This repair does not belong to an incident. Dispatch it.")


def nobody_waits_for_an_answer(user: User, repair: Repair) -> str | None:
    """An incident closes after everyone who reported it was answered (edge case 3)."""
    if not repair.is_incident:
        return None
    joined = repair.joined.open().count()
    waiting = repair.reports.filter(answered_at=None).count() + joined
    if not waiting:
        return None
    return _("%(count)d households still wait for an answer.") % {"count": waiting}


def contacts_were_tried(user: User, repair: Repair) -> str | None:
    """Three contacts on three days and a note at the door (edge case 5)."""
    rules = in_force(repair.office, timezone.localdate(repair.reported_at))
    tries, days = rules["repair.no_show_tries"], rules["repair.no_show_days"]
    contacts = Step.objects.filter(case_id=repair.pk, name="contact")
    missed = contacts.filter(details__outcome="NO_ANSWER").aggregate(
        tries=Count("pk"), days=Count(TruncDate("occurred_at"), distinct=True)
    )
    noticed = contacts.filter(details__outcome="DOOR_NOTICE").exists()
    if missed["tries"] >= tries and missed["days"] >= days and noticed:
        return None
    return _(
        "Needed: %(tries)d contacts without answer on %(days)d days and a note at the "
        "door. So far: %(got)d contacts on %(on)d days."
    ) % {"tries": tries, "days": days, "got": missed["tries"], "on": missed["days"]}


def waits_for_resident(user: User, repair: Repair) -> str | None:
    """Only what waits for the resident can be closed for his reason."""
    if repair.suspend_reason == SuspendReason.WAIT_RESIDENT:
        return None
    return _("This repair is not suspended because of the resident.")


def within_rework_window(user: User, repair: Repair) -> str | None:
    """Rework is within thirty days of the finish; later a new repair is opened."""
    if repair.finished_at is None:
        return None
    rules = in_force(repair.office, timezone.localdate(repair.reported_at))
    days = rules["repair.rework_window_days"]
    if timezone.now() - repair.finished_at <= timedelta(days=days):
        return None
    return _("It was finished more than %(days)d days ago. Open a new repair.") % {
        "days": days
    }


def sheet_is_out(user: User, repair: Repair) -> str | None:
    """There is a task sheet to speak of."""
    return None if repair.sheet_id else _("No task sheet was made yet.")


def common_parts_by_supervisor(user: User, repair: Repair) -> str | None:
    """Common parts have no resident to sign: the supervisor inspects and signs."""
    if repair.unit_id is not None or user is None:
        return None
    if user.may("repairs.confirm", repair.office_id):
        return None
    return _("Common parts are signed by the maintenance supervisor. Hand in for it.")


def is_household(user: User, repair: Repair) -> str | None:
    """There is a resident who could have signed."""
    return None if repair.unit_id else _("Common parts have no resident who signs.")


def is_common(user: User, repair: Repair) -> str | None:
    """There is no resident who could sign."""
    if repair.unit_id is None:
        return None
    return _("The resident signs the sheet, or hand it in as unsigned.")


def not_urgent_yet(user: User, repair: Repair) -> str | None:
    """What is an emergency can't become one."""
    if repair.priority != Priority.EMERGENCY:
        return None
    return _("It is an emergency already.")


def something_to_contain(user: User, repair: Repair) -> str | None:
    """Only an emergency is contained, and once a round."""
    contained = repair.sheet and repair.sheet.contained_at
    if repair.priority == Priority.EMERGENCY and not contained:
        return None
    return _("Nothing is left to contain.")


def is_an_incident(user: User, repair: Repair) -> str | None:
    """Only an incident gathers the calls of many households."""
    return None if repair.is_incident else _("This is not an open incident.")


def not_an_incident(user: User, repair: Repair) -> str | None:
    """It gathers calls already."""
    return _("It is an incident already.") if repair.is_incident else None
