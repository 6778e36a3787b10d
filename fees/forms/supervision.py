"""Forms of supervision: surprise counts, violations, large sums, days (4.8.3-4.8.5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from fees.models import CashierDay, DayStatus, ViolationKind
from fees.transitions.closing import DENOMINATIONS
from fees.transitions.paying import CHARGE
from propertyservice.organisation.models import Office, Staff
from propertyservice.organisation.posts import holders
from propertyservice.ui.inputs import TextField
from propertyservice.ui.steps import StepForm

MOST_NOTES = 100_000


class SurpriseForm(forms.Form):
    """Which drawer, what lies in it (float included), and the book's next receipt."""

    day = forms.ModelChoiceField(
        CashierDay.objects.none(), label=lazy("Cashier's day"), empty_label=None
    )
    next_number = forms.IntegerField(
        label=lazy("Next receipt in the book"), min_value=1, required=False
    )
    remark = TextField(label=lazy("Remark"), max_length=300, lines=2, required=False)

    def __init__(self, *args: Any, offices: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["day"]
        days = CashierDay.objects.filter(office__in=offices, status=DayStatus.OPEN)
        field.queryset = days.select_related("cashier", "office").order_by("-pk")
        field.label_from_instance = lambda day: (
            f"{day.office} {day.cashier} {day.date:%Y-%m-%d}"
        )
        for kind in DENOMINATIONS:
            self.fields[f"n_{kind}"] = forms.IntegerField(
                label=f"¥{kind} ×",
                min_value=0,
                max_value=MOST_NOTES,
                required=False,
                widget=forms.TextInput(
                    attrs={"inputmode": "numeric", "autocomplete": "off"}
                ),
            )
        notes = [f"n_{kind}" for kind in DENOMINATIONS]
        self.order_fields(["day", *notes, "next_number", "remark"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["notes"] = {
            kind: count
            for kind in DENOMINATIONS
            if (count := data.pop(f"n_{kind}", None))
        }
        return data


class ViolationForm(forms.Form):
    """What happened, and whom it names."""

    office = forms.ModelChoiceField(
        Office.objects.none(), label=lazy("Office"), empty_label=None
    )
    kind = forms.ChoiceField(label=lazy("Kind"), choices=ViolationKind.choices)
    named = forms.ModelChoiceField(
        Staff.objects.none(), label=lazy("Who is named"), empty_label="—"
    )
    what = TextField(label=lazy("What happened"), max_length=500, lines=3)
    amount = forms.DecimalField(
        label=lazy("Amount"),
        max_digits=12,
        decimal_places=2,
        min_value=0,
        required=False,
    )

    def __init__(self, *args: Any, offices: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["office"].queryset = Office.objects.filter(pk__in=offices).order_by(
            "code"
        )
        people = Staff.objects.filter(office__in=offices, is_active=True)
        fields["named"].queryset = people.order_by("name", "pk")


class ReportUpForm(StepForm):
    """To whom in the company, and how."""

    reported_to = TextField(label=pgettext_lazy("fees", "Reported to"), max_length=120)


class InvestigateForm(StepForm):
    """What was found out."""

    investigation = TextField(label=lazy("Investigation"), max_length=1000, lines=4)


class DecideForm(StepForm):
    """What the company decided."""

    decision = TextField(
        label=pgettext_lazy("fees", "Decision"), max_length=500, lines=3
    )


class LargeForm(StepForm):
    """A word besides, if there is one."""

    words = TextField(label=lazy("Remark"), max_length=300, required=False)


class SecondDayForm(forms.Form):
    """The manager opens a day though an older one is not handed in."""

    cashier = forms.ModelChoiceField(
        Staff.objects.none(), label=lazy("Cashier"), empty_label=None
    )
    despite = TextField(label=lazy("Reason"), max_length=300, lines=2)

    def __init__(self, *args: Any, offices: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["cashier"]
        found = Staff.objects.filter(
            office__in=offices,
            is_active=True,
            appointments__post__in=holders(CHARGE),
        )
        field.queryset = found.distinct().order_by("name")


class ReopenForm(forms.Form):
    """Why a locked day is opened again."""

    reason = TextField(label=lazy("Reason"), max_length=300, lines=2)


STEP_FORMS: dict[str, type[StepForm]] = {
    "report_up": ReportUpForm,
    "investigate": InvestigateForm,
    "decide": DecideForm,
    "report_large": LargeForm,
    "take_note": StepForm,
}
