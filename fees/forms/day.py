"""Opening a day and each step of its close (RULES 4.6)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from fees.transitions.closing import DENOMINATIONS
from propertyservice.organisation.models import Staff
from propertyservice.ui.inputs import TextField
from propertyservice.ui.steps import StepForm

MOST_NOTES = 100_000


class PersonField(forms.ModelChoiceField):
    """Choose somebody by name."""

    def label_from_instance(self, obj: Staff) -> str:  # type: ignore[override]
        return obj.name


def colleagues(office: int, but: int) -> Any:
    """Who works in an office, without one."""
    found = Staff.objects.filter(office=office, is_active=True).exclude(pk=but)
    return found.order_by("name", "pk")


class CountForm(StepForm):
    """The blind count: how many of each, nothing that says how much it should be."""

    float_counted = forms.DecimalField(
        label=lazy("Float counted"), max_digits=10, decimal_places=2, min_value=0
    )
    taken_over_by = PersonField(
        Staff.objects.none(),
        label=lazy("Taken over by"),
        help_text=lazy("At midday: the colleague who counts along and goes on."),
        required=False,
    )

    def prepare(self) -> None:
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
        self.order_fields([f"n_{kind}" for kind in DENOMINATIONS])
        people: Any = self.fields["taken_over_by"]
        office, today = self.record.office_id, timezone.localdate()
        cashiers = Staff.objects.on_post("CASHIER", office, today)
        people.queryset = cashiers.exclude(pk=self.record.cashier_id)

    def details(self) -> dict[str, Any]:
        said = super().details()
        notes = {
            kind: count for kind in DENOMINATIONS if (count := said.pop(f"n_{kind}"))
        }
        return {**said, "notes": notes}


class HandInForm(StepForm):
    """Nothing to say but for a difference."""

    explanation = TextField(
        label=lazy("Explanation of the difference"),
        max_length=500,
        lines=2,
        required=False,
    )


class DepositForm(StepForm):
    """The bank's slip."""

    bank = TextField(label=lazy("Bank and account"), max_length=80, required=False)
    slip_no = TextField(label=lazy("Bank slip no."), max_length=60, required=False)


class CarryForm(StepForm):
    """Who brings the cash into the safe, and why it is not at the bank."""

    carried_with = PersonField(Staff.objects.none(), label=lazy("Second person"))
    carried_reason = TextField(label=lazy("Why carried over"), max_length=300)

    def prepare(self) -> None:
        people: Any = self.fields["carried_with"]
        people.queryset = colleagues(self.record.office_id, self.record.cashier_id)


class ReconcileForm(StepForm):
    """What the bank's statement says."""

    words = TextField(label=lazy("Bank statement"), max_length=300, required=False)


class OpenForm(forms.Form):
    """Opening one's own day."""

    float_amount = forms.DecimalField(
        label=lazy("Float in the drawer"),
        max_digits=8,
        decimal_places=2,
        min_value=Decimal(0),
    )


class CorrectForm(StepForm):
    """What the bank really has."""

    bank = TextField(label=lazy("Bank and account"), max_length=80)
    slip_no = TextField(label=lazy("Bank slip no."), max_length=60)
    words = TextField(label=lazy("What was wrong"), max_length=300)


STEP_FORMS: dict[str, type[StepForm]] = {
    "count": CountForm,
    "hand_in": HandInForm,
    "deposit": DepositForm,
    "carry": CarryForm,
    "reconcile": ReconcileForm,
    "lock": StepForm,
    "correct": CorrectForm,
}
