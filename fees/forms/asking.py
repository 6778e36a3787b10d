"""Forms of what others decide (RULES 4.3-4.5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from fees.models import Book, Charge, FeeItem
from propertyservice.organisation.models import Office
from propertyservice.ui.inputs import TextField
from propertyservice.ui.steps import StepForm


def yuan_field(label: Any, **more: Any) -> forms.DecimalField:
    """An amount above zero with two places."""
    facts = {"max_digits": 12, "decimal_places": 2, "min_value": Decimal("0.01")}
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(label=label, widget=widget, **{**facts, **more})  # type: ignore[arg-type]


def reason_field() -> TextField:
    """Why, in a sentence."""
    return TextField(label=lazy("Reason"), max_length=300, lines=2)


class WaiverForm(forms.Form):
    """A part of a bill line; an empty home says since when and with what proof."""

    amount = yuan_field(pgettext_lazy("fees", "Waive"))
    reason = reason_field()
    vacant_months = forms.IntegerField(
        label=lazy("Empty for months"),
        min_value=0,
        max_value=600,
        required=False,
        help_text=lazy("Only for the reduction of an empty home, where a rule has it."),
    )
    proof = TextField(
        label=lazy("What the meters showed"), max_length=200, required=False
    )

    def clean_vacant_months(self) -> int:
        return int(self.cleaned_data["vacant_months"] or 0)


class DisputeForm(forms.Form):
    """What the household says."""

    reason = reason_field()


class DeliveryForm(forms.Form):
    """The day that the notice of handing over named (edge case 87)."""

    on = forms.DateField(
        label=lazy("Day that the notice named"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    proof = TextField(label=lazy("The notice and how it was sent"), max_length=200)
    reason = reason_field()


class RefundForm(forms.Form):
    """How much goes back, and to which account."""

    amount = yuan_field(lazy("Pay back"))
    reason = reason_field()
    payee = TextField(label=lazy("Paid to"), max_length=80)
    account = TextField(
        label=lazy("Bank account"),
        max_length=60,
        help_text=lazy("By bank only; nothing is paid out of the takings."),
    )


class WholeRefundForm(forms.Form):
    """A red receipt is paid back whole."""

    reason = reason_field()
    payee = TextField(label=lazy("Paid to"), max_length=80)
    account = TextField(label=lazy("Bank account"), max_length=60)


class DeductionForm(forms.Form):
    """Which bill line a deposit settles, with the payer's written consent."""

    charge = forms.ModelChoiceField(Charge.objects.none(), label=lazy("Bill line"))
    amount = yuan_field(lazy("Deduct"))
    reason = reason_field()
    consent = TextField(label=lazy("Written consent"), max_length=200)

    def __init__(self, *args: Any, unit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["charge"]
        lines = Charge.objects.filter(unit=unit).open().by_age()
        field.queryset = lines.select_related("item")
        field.label_from_instance = lambda line: f"{line} · {line.owed}"


class ExpenseForm(forms.Form):
    """An expenditure with its paper."""

    office = forms.ModelChoiceField(
        Office.objects.none(), label=lazy("Office"), empty_label=None
    )
    amount = yuan_field(lazy("Amount"))
    payee = TextField(label=lazy("Paid to"), max_length=80)
    paper = TextField(label=lazy("Invoice or paper"), max_length=80)
    reason = reason_field()

    def __init__(self, *args: Any, offices: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["office"]
        field.queryset = Office.objects.filter(pk__in=offices).order_by("code")


class RemittanceForm(forms.Form):
    """What was collected for others and is passed on."""

    item = forms.ModelChoiceField(FeeItem.objects.none(), label=lazy("Item"))
    amount = yuan_field(lazy("Amount"))
    payee = TextField(label=lazy("Paid to"), max_length=80)
    paper = TextField(label=lazy("Invoice or paper"), max_length=80)
    reason = reason_field()

    def __init__(self, *args: Any, offices: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["item"]
        field.queryset = FeeItem.objects.filter(
            office__in=offices, book__in=[Book.ON_BEHALF, Book.COMMON]
        )


class InvoiceForm(forms.Form):
    """The invoice's number; another title is finance's, with a reason."""

    number = TextField(label=lazy("Invoice no."), max_length=30)
    title = TextField(
        label=lazy("Written to"),
        max_length=120,
        required=False,
        help_text=lazy("Empty: the payer."),
    )
    basis = TextField(label=lazy("Why to another"), max_length=200, required=False)
    red = forms.BooleanField(label=lazy("Red invoice"), required=False)


class PayOutForm(StepForm):
    """The bank's number of the payment."""

    reference = TextField(label=lazy("Bank's number"), max_length=64)


class SettleDisputeForm(StepForm):
    """What came out of it."""

    words = TextField(label=lazy("What came out of it"), max_length=300, lines=2)


STEP_FORMS: dict[str, type[StepForm]] = {
    "pay_out": PayOutForm,
    "settle_dispute": SettleDisputeForm,
    "withdraw": StepForm,
    "write_reversal": StepForm,
}
