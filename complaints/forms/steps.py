"""A form for every step that asks for something; its fields are the step's details."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from complaints.forms.people import StaffField, heads_of, staff_of
from complaints.models import Category, Complainant, Level, Method, Rating, Validity
from propertyservice.files.forms import PhotosField
from propertyservice.numbering.numbers import SEALED
from propertyservice.organisation.models import Department, Staff
from propertyservice.ui.fields import Tiles
from propertyservice.ui.inputs import FutureField, TextField
from propertyservice.ui.steps import ReasonForm, StepForm


class TellForm(StepForm):
    """How the complainant was told, and what."""

    method = forms.ChoiceField(
        label=lazy("How"), choices=Method.choices, initial=Method.PHONE, widget=Tiles
    )
    words = TextField(label=lazy("What was said"), max_length=2000, lines=3)


class ShortTellForm(TellForm):
    """The same, where words may be left out."""

    words = TextField(
        label=lazy("What was said"), max_length=300, lines=2, required=False
    )


class ClassifyForm(StepForm):
    """Level, category, valid or not, and what was promised."""

    level = forms.ChoiceField(
        label=lazy("Level"), choices=reversed(Level.choices), widget=Tiles
    )
    validity = forms.ChoiceField(
        label=lazy("Valid or not"),
        choices=Validity.choices,
        widget=Tiles,
        help_text=lazy(
            "Noise and pets of neighbours are not our liability, but we dissuade and "
            "report. Invalid ones are explained."
        ),
    )
    category = forms.ChoiceField(label=lazy("Category"), choices=Category.choices)
    promised_at = FutureField(
        label=lazy("Answer promised by"),
        required=False,
        help_text=lazy("Sooner than the rule: then this is the limit."),
    )
    agreed_at = FutureField(
        label=lazy("Solution agreed with the resident by"),
        required=False,
        help_text=lazy("For minor complaints only."),
    )
    respondent = StaffField(
        Staff.objects.none(),
        label=lazy("Member of staff complained about"),
        required=False,
        empty_label=lazy("As before"),
        help_text=lazy("For this person the complaint does not exist."),
    )
    is_safety = forms.BooleanField(
        label=lazy("Somebody's safety is concerned: act first"), required=False
    )
    reason: Any = TextField(
        label=lazy("Reason"), max_length=500, lines=2, required=False
    )
    wide_fields = ("reason", "is_safety", "validity")

    def prepare(self) -> None:
        fields: Any = self.fields
        fields["respondent"].queryset = staff_of(self.record.office_id).exclude(
            pk=self.user.pk
        )
        if not self.record.number.startswith(SEALED):
            fields["respondent"].help_text = _(
                "For this person the complaint does not exist from now on. Its "
                "number stands in the office's series, where he may notice that one "
                "is missing."
            )
        for name in ("level", "category", "promised_at", "agreed_at", "is_safety"):
            fields[name].initial = getattr(self.record, name)
        fields["validity"].initial = self.record.validity or Validity.VALID

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        judged = data.get("validity")
        if judged and judged != Validity.VALID and not data.get("reason"):
            self.add_error("reason", _("Say why it is not a valid complaint."))
        return data


class ExplainForm(StepForm):
    """The legal or contractual reason, as it was told."""

    ground = TextField(
        label=lazy("Reason in law or contract, as told"), max_length=2000, lines=3
    )
    method = forms.ChoiceField(
        label=lazy("How"), choices=Method.choices, initial=Method.PHONE, widget=Tiles
    )


class TransferForm(StepForm):
    """Which department, and who signs for it."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label=lazy("Department"), empty_label=lazy("Choose")
    )
    handler = StaffField(
        Staff.objects.none(),
        label=lazy("Who receives and signs"),
        empty_label=lazy("Choose"),
    )

    def prepare(self) -> None:
        fields: Any = self.fields
        office = self.record.office_id
        fields["department"].queryset = Department.objects.filter(office=office)
        fields["handler"].queryset = heads_of(office, self.record.respondent_id)
        fields["department"].initial = self.record.department_id
        fields["handler"].initial = self.record.handler_id


class RetransferForm(TransferForm):
    """Another department, and why."""

    reason: Any = TextField(label=lazy("Reason"), max_length=500, lines=2)


class ProposeForm(StepForm):
    """Cause, measure and date."""

    wide_fields = ("investigation", "proposal")

    investigation = TextField(
        label=lazy("What the investigation found: the cause"), max_length=2000, lines=3
    )
    proposal = TextField(label=lazy("What is to be done"), max_length=500, lines=3)
    proposed_on = forms.DateField(
        label=lazy("To be done by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": lazy("Write the date like 2026-03-17.")},
    )

    def clean_proposed_on(self) -> Any:
        day = self.cleaned_data["proposed_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose a later one."))
        return day

    def prepare(self) -> None:
        for name in ("investigation", "proposal", "proposed_on"):
            self.fields[name].initial = getattr(self.record, name)


class FinishForm(StepForm):
    """What was done, with a photo or paper."""

    outcome = TextField(label=lazy("What was done"), max_length=2000, lines=3)
    photos = PhotosField(label=lazy("Photos and papers"), required=False)


class MeasuresForm(StepForm):
    """How it is kept from happening again."""

    corrective_action = TextField(
        label=lazy("Corrective and preventive action"), max_length=2000, lines=3
    )

    def prepare(self) -> None:
        self.fields["corrective_action"].initial = self.record.corrective_action


class ReplyForm(TellForm):
    """The outcome as told, and what the complainant thinks of it."""

    opinion = forms.ChoiceField(
        label=lazy("The complainant's opinion"),
        choices=[("", lazy("Not said")), *Rating.choices],
        required=False,
        widget=Tiles,
    )

    def prepare(self) -> None:
        self.fields["words"].initial = self.record.outcome
        if not self.record.complainants.to_call().exists():
            self.fields["method"].initial = Method.POSTED


class ReplyOneForm(ReplyForm):
    """Which of the group was answered."""

    complainant = forms.ModelChoiceField(
        Complainant.objects.none(),
        label=lazy("Complainant"),
        empty_label=lazy("Choose"),
    )

    def prepare(self) -> None:
        super().prepare()
        field: Any = self.fields["complainant"]
        field.queryset = self.record.complainants.unanswered()
        self.order_fields(["complainant", "method", "words", "opinion"])


class ReopenForm(ReasonForm):
    """What is still wrong."""


class WithdrawForm(StepForm):
    """The complainant's words."""

    words = TextField(label=lazy("In the complainant's words"), max_length=300, lines=2)


class ContactForm(TellForm):
    """A call or a visit in between."""

    words = TextField(label=lazy("What was said"), max_length=300, lines=2)


class CorrectForm(StepForm):
    """What stands in the register, to be set right."""

    wide_fields = ("content", "demand")

    content = TextField(label=lazy("Content"), max_length=2000, lines=3)
    demand = TextField(label=lazy("Demand"), max_length=500, required=False)
    occurred_where = TextField(
        label=lazy("It happened where"), max_length=80, required=False
    )
    respondent_words = TextField(
        label=lazy("Whom, in words"), max_length=80, required=False
    )
    external_no = TextField(label=lazy("Their number"), max_length=60, required=False)
    remark = TextField(label=lazy("Remark"), max_length=300, required=False)

    def prepare(self) -> None:
        for name in self.fields:
            if name != "occurred_at":
                self.fields[name].initial = getattr(self.record, name)
