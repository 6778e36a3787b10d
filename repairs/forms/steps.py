"""A form for every step that asks for something; its fields are the step's details."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.organisation.models import Staff
from propertyservice.ui import steps
from propertyservice.ui.fields import Tiles
from propertyservice.ui.inputs import FutureField, TextField
from repairs.forms.people import RepairerField, not_the_same, repairers
from repairs.models import ReferTo, Repair, Size
from repairs.models.codes import Relation, Trade

METHODS = [
    ("PHONE", lazy("Phone")),
    ("VISIT", lazy("Visit")),
    ("MESSAGE", lazy("Message")),
]
OUTCOMES = [
    ("REACHED", lazy("Reached")),
    ("NO_ANSWER", lazy("Nobody answered")),
    ("DOOR_NOTICE", lazy("Note left at the door")),
]


class StepForm(steps.StepForm):
    """A step of a repair."""

    def __init__(self, *args: Any, record: Repair, user: Staff, **kwargs: Any) -> None:
        self.repair = record
        super().__init__(*args, record=record, user=user, **kwargs)


class ReasonForm(StepForm):
    """A step that needs a reason and nothing else."""

    reason: Any = TextField(label=lazy("Reason"), max_length=500, lines=2)


class WhyForm(StepForm):
    """A step that may carry a reason."""

    reason: Any = TextField(
        label=lazy("Reason"), max_length=500, lines=2, required=False
    )


class RepairerForm(StepForm):
    """Who gets the task."""

    technician = RepairerField(
        Staff.objects.none(), label=lazy("Repairer"), empty_label=lazy("Choose")
    )

    def prepare(self) -> None:
        field: Any = self.fields["technician"]
        field.queryset = not_the_same(repairers(self.repair.office_id), self.barred())

    def barred(self) -> int | None:
        """Who may not get it: he did what is now repeated."""
        return self.repair.repeats.technician_id if self.repair.repeats else None


class OtherRepairerForm(RepairerForm):
    """Another repairer than the present one, and why."""

    reason: Any = TextField(label=lazy("Reason"), max_length=500, lines=2)

    def barred(self) -> int | None:
        return self.repair.technician_id


class AcceptForm(StepForm):
    """How large the work is; a plan for major work."""

    size = forms.ChoiceField(
        label=lazy("Size of the work"),
        choices=Size.choices,
        initial=Size.NORMAL,
        widget=Tiles,
        required=False,
    )
    planned_finish = FutureField(
        label=lazy("Planned finish"),
        required=False,
        help_text=lazy("For major work only."),
    )

    def clean_size(self) -> str:
        return self.cleaned_data["size"] or Size.NORMAL.value


class RescheduleForm(StepForm):
    """The new time, or at once."""

    appointment_at = FutureField(
        label=lazy("Agreed time"),
        required=False,
        help_text=lazy("Leave it empty for “at once”."),
    )

    def prepare(self) -> None:
        self.fields["appointment_at"].initial = self.repair.appointment_at


class CancelForm(StepForm):
    """Who asked, and why."""

    asked_by = TextField(label=lazy("Who asked"), max_length=60)
    reason: Any = TextField(label=lazy("Reason"), max_length=500, lines=2)

    def prepare(self) -> None:
        self.fields["asked_by"].initial = self.repair.resident_name


class ReferForm(StepForm):
    """To whom, and the number they gave."""

    to = forms.ChoiceField(
        label=lazy("Refer to"), choices=ReferTo.choices, widget=Tiles
    )
    party = TextField(
        label=lazy("Name of the company or person"),
        max_length=80,
    )
    their_no = TextField(
        label=lazy("Their ticket number"), max_length=60, required=False
    )
    reason: Any = TextField(
        label=lazy("Reason"), max_length=500, lines=2, required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("to") == ReferTo.UTILITY and not data.get("their_no"):
            self.add_error("their_no", _("Enter the ticket number they gave."))
        return data


class AnswerForm(StepForm):
    """What they said, or what was told."""

    answer = TextField(label=lazy("Answer"), max_length=200, lines=2)


class JoinForm(StepForm):
    """Which open incident it belongs to."""

    incident = forms.ModelChoiceField(
        Repair.objects.none(), label=lazy("Incident"), empty_label=lazy("Choose")
    )

    def prepare(self) -> None:
        field: Any = self.fields["incident"]
        field.queryset = open_incidents(self.user, self.repair.office_id).exclude(
            pk=self.repair.pk
        )
        field.label_from_instance = incident_words


class ContactForm(StepForm):
    """A call or a visit, and what came of it."""

    method = forms.ChoiceField(label=lazy("How"), choices=METHODS, widget=Tiles)
    outcome = forms.ChoiceField(label=lazy("Outcome"), choices=OUTCOMES, widget=Tiles)
    words = TextField(
        label=lazy("What was said"), max_length=300, lines=2, required=False
    )

    def prepare(self) -> None:
        self.fields["method"].initial = "PHONE"
        self.fields["outcome"].initial = "REACHED"


class ReturnForm(StepForm):
    """The receipt's number, for paid work."""

    receipt_no = TextField(
        label=lazy("Receipt number"),
        max_length=30,
        required=False,
        help_text=lazy("For paid work."),
    )


class CloseForm(StepForm):
    """What the callback said, if there was one."""

    callback_result = TextField(
        label=lazy("Callback result"), max_length=40, required=False
    )


class ExtendForm(StepForm):
    """Until when, and why."""

    until = FutureField(label=lazy("Until"))
    reason: Any = TextField(label=lazy("Reason"), max_length=500, lines=2)


def open_incidents(user: Staff, office_id: int) -> Any:
    """Open incidents of an office, the newest first."""
    return (
        Repair.objects.visible_to(user)
        .open()
        .filter(office=office_id, is_incident=True)
        .select_related("register")
        .order_by("-reported_at")
    )


def incident_words(repair: Repair) -> str:
    """An incident in a list of choices."""
    at = f"{timezone.localtime(repair.reported_at):%m-%d %H:%M}"
    return f"{repair.location} · {repair.description[:40]} · {at}"


TRADES, RELATIONS = Trade.choices, Relation.choices
