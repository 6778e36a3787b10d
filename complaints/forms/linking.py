"""Forms that lead to other cases: repairs, groups, more time, fees."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from complaints.models import Complainant, Complaint
from propertyservice.ui.fields import MoneyInput, Tiles
from propertyservice.ui.inputs import FutureField, TextField, check_phone
from propertyservice.ui.steps import StepForm
from repairs.models import Priority, Repair, Trade

MOST_PEOPLE = 100
LONGEST_NAME = 60


class ExtendForm(StepForm):
    """Until when, and why."""

    until = FutureField(label=lazy("Until"))
    reason: Any = TextField(label=lazy("Reason"), max_length=500, lines=2)


class NumberForm(StepForm):
    """Names another case by its number, looked up among those the user sees."""

    number = TextField(label=lazy("Number"), max_length=30)
    model: Any = None
    detail = ""

    def clean_number(self) -> Any:
        text = "".join(self.cleaned_data["number"].upper().split())
        found = (
            self.model.objects.visible_to(self.user)
            .select_related("register", "office")
            .filter(register__number=text, office=self.record.office_id)
            .first()
        )
        if found is None or found.pk == self.record.pk:
            raise forms.ValidationError(
                _("“%(number)s” is no other case of this office. Check the number.")
                % {"number": text}
            )
        return found

    def details(self) -> dict[str, Any]:
        return {self.detail: self.cleaned_data["number"]}


class MergeForm(NumberForm):
    """Into which complaint."""

    model, detail = Complaint, "into"

    def prepare(self) -> None:
        self.fields["number"].help_text = _("The complaint that stays, e.g. %(no)s") % {
            "no": "JX-TS-20260317-0001"
        }


class LinkForm(NumberForm):
    """Which repair."""

    model, detail = Repair, "repair"

    def prepare(self) -> None:
        self.fields["number"].help_text = _("The repair's number, e.g. %(no)s") % {
            "no": "JX-BX-20260317-0012"
        }


class ConvertForm(StepForm):
    """What the repair needs to know."""

    trade = forms.ChoiceField(label=lazy("Trade"), choices=Trade.choices, widget=Tiles)
    priority = forms.ChoiceField(
        label=lazy("Urgency"),
        choices=Priority.choices,
        initial=Priority.NORMAL,
        widget=Tiles,
    )
    description = TextField(
        label=lazy("What is wrong"),
        lines=3,
        max_length=1000,
        help_text=lazy("Only the fault: the repair says nothing of the complaint."),
    )

    def prepare(self) -> None:
        self.fields["description"].initial = self.record.content


class SpokesmanForm(StepForm):
    """Who speaks for the group."""

    complainant = forms.ModelChoiceField(
        Complainant.objects.none(),
        label=lazy("Spokesman"),
        empty_label=lazy("Choose"),
    )

    def prepare(self) -> None:
        field: Any = self.fields["complainant"]
        field.queryset = self.record.complainants.to_call()


class PeopleForm(StepForm):
    """More complainants, one a line: room, name, telephone."""

    people = TextField(
        label=lazy("Complainants, one a line: room, name, telephone"),
        lines=6,
        max_length=8000,
        help_text=lazy("Like “3-1-502 Chen Yutong 13800002207”."),
    )

    def clean_people(self) -> list[dict[str, object]]:
        lines = [ln.split() for ln in self.cleaned_data["people"].splitlines()]
        lines = [words for words in lines if words]
        if len(lines) > MOST_PEOPLE:
            raise forms.ValidationError(
                _("At most %(n)d at once. Enter the others afterwards.")
                % {"n": MOST_PEOPLE}
            )
        return [_person(number, words) for number, words in enumerate(lines, 1)]


def _person(number: int, words: list[str]) -> dict[str, object]:
    if len(words) < 3:
        raise forms.ValidationError(
            _("Line %(n)d: write room, name and telephone, with spaces between.")
            % {"n": number}
        )
    room, *name, phone = words
    try:
        checked = check_phone(phone)
    except forms.ValidationError as wrong:
        raise forms.ValidationError(
            _("Line %(n)d: %(why)s") % {"n": number, "why": wrong.messages[0]}
        ) from wrong
    return {
        "room": room[:LONGEST_NAME],
        "name": " ".join(name)[:LONGEST_NAME],
        "phone": checked,
    }


class DisputeForm(StepForm):
    """Which fee line, and how much of it."""

    item = TextField(
        label=lazy("Which fee and period"),
        max_length=120,
        help_text=lazy("Like “property service fee, March 2026”."),
    )
    amount = forms.DecimalField(
        label=lazy("Disputed amount (yuan)"),
        max_digits=14,
        decimal_places=2,
        min_value=0,
        required=False,
        widget=MoneyInput,
    )
