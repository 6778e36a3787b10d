"""The form of the counter: which lines, how much, how it is paid (4.8.2)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fees.models import TENDERS, Account, Book, Charge, FeeItem
from fees.transitions.paying import Payment, Tender
from propertyservice.estate.models import Unit
from propertyservice.ui.inputs import OnceField, TextField

MOST = Decimal("99999999.99")
AMOUNT: dict[str, Any] = {
    "max_digits": 10,
    "decimal_places": 2,
    "min_value": Decimal("0.01"),
    "required": False,
    "localize": False,
}


def amount_field(label: Any, **more: Any) -> forms.DecimalField:
    """Yuan with two places; empty is allowed."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(label=label, widget=widget, **{**AMOUNT, **more})


class CounterForm(forms.Form):
    """What a payer of one home pays. Lines not ticked stay open.

    Without an amount the ticked lines are paid in full. ``received`` is the cash put
    on the counter; change is what is more than the amount.
    """

    line = forms.TypedMultipleChoiceField(
        label=lazy("Bill lines"),
        coerce=int,
        required=False,
        error_messages={
            "invalid_choice": lazy(
                "A ticked line was settled meanwhile. Reload the page and look again."
            )
        },
    )
    method = forms.ChoiceField(
        label=lazy("Paid by means of"),
        choices=[(each.value, each.label) for each in TENDERS],
        initial=Account.CASH,
    )
    amount = amount_field(lazy("Amount"))
    received = amount_field(lazy("Cash received"))
    reference = TextField(label=lazy("Trade number"), max_length=64, required=False)
    second_method = forms.ChoiceField(
        label=lazy("Second means"),
        choices=[("", "—"), *((each.value, each.label) for each in TENDERS)],
        required=False,
    )
    second_amount = amount_field(lazy("Second amount"))
    second_reference = TextField(
        label=lazy("Second trade number"), max_length=64, required=False
    )
    ahead_item = forms.TypedChoiceField(
        label=lazy("Paid ahead for"), required=False, empty_value=None
    )
    ahead_amount = amount_field(lazy("Paid ahead"))
    deposit_item = forms.TypedChoiceField(
        label=lazy("Deposit for"), required=False, empty_value=None
    )
    deposit_amount = amount_field(lazy("Deposit paid"))
    payer_name = TextField(label=lazy("Paid by"), max_length=80)
    memo = TextField(label=lazy("Memo"), max_length=200, required=False)
    once_key = OnceField()

    def __init__(
        self,
        *args: Any,
        unit: Unit,
        lines: Sequence[Charge],
        items: Sequence[FeeItem],
        owner_name: str,
        **kwargs: Any,
    ) -> None:
        self.unit, self.lines, self.owner_name = unit, lines, owner_name
        super().__init__(*args, **kwargs)
        self._choices("line").choices = [(each.pk, str(each)) for each in lines]
        self.fields["payer_name"].initial = owner_name
        by_key = {str(each.pk): each for each in items}
        for name, pledged in (("ahead_item", False), ("deposit_item", True)):
            field = self._choices(name)
            field.coerce = by_key.__getitem__
            field.choices = [("", "—")] + [
                (key, item.name)
                for key, item in by_key.items()
                if (item.book == Book.DEPOSIT) == pledged
            ]

    def _choices(self, name: str) -> Any:
        return self.fields[name]

    @property
    def ticked(self) -> set[int]:
        """The lines that the page shows ticked: as sent, or all that are no draft."""
        if not self.is_bound:
            return {each.pk for each in self.lines if not each.by_developer}
        return {int(pk) for pk in self["line"].value() or () if str(pk).isdecimal()}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        for kind in ("ahead", "deposit"):
            given = (data[f"{kind}_item"], data[f"{kind}_amount"])
            if any(given) and not all(given):
                self.add_error(f"{kind}_amount", _("Enter both item and amount."))
        if self.errors:
            return data
        self._complete(data)
        self._check_cash(data)
        return data

    def _complete(self, data: dict[str, Any]) -> None:
        """The amount, where none is typed: what is ticked and entered besides."""
        owed = sum(
            (each.owed for each in self.lines if each.pk in set(data["line"])),
            Decimal(),
        )
        wanted = owed + (data["ahead_amount"] or 0) + (data["deposit_amount"] or 0)
        if data["amount"] is None:
            data["amount"] = wanted - (data["second_amount"] or 0)
        if not 0 < data["amount"] <= MOST:
            self.add_error("amount", _("Tick what is paid, or enter an amount."))
        if bool(data["second_method"]) != bool(data["second_amount"]):
            self.add_error("second_amount", _("Enter both means and amount."))

    def _check_cash(self, data: dict[str, Any]) -> None:
        received = data["received"]
        if received is None or self.errors:
            return
        if data["method"] != Account.CASH:
            self.add_error("received", _("Only cash is given change."))
        elif received < data["amount"]:
            self.add_error(
                "received",
                _("%(less)s yuan less than the amount.")
                % {"less": data["amount"] - received},
            )

    @property
    def change(self) -> Decimal:
        """What the payer gets back, in yuan."""
        received = self.cleaned_data["received"]
        return received - self.cleaned_data["amount"] if received else Decimal()

    def payment(self) -> Payment:
        """What is to be posted."""
        data = self.cleaned_data
        tenders = [Tender(data["method"], data["amount"], data["reference"])]
        if data["second_amount"]:
            second = (data["second_method"], data["second_amount"])
            tenders.append(Tender(*second, data["second_reference"]))
        ahead, deposit = data["ahead_item"], data["deposit_item"]
        key: UUID = data.get("once_key") or uuid4()
        return Payment(
            unit=self.unit,
            tenders=tenders,
            key=key,
            charges=data["line"],
            settles=bool(data["line"]),
            ahead={ahead.pk: data["ahead_amount"]} if ahead else {},
            deposits={deposit.pk: data["deposit_amount"]} if deposit else {},
            payer_name=data["payer_name"],
            owner_name=self.owner_name,
            memo=data["memo"],
        )

    def refuse(self, refusal: ValidationError) -> None:
        """Show a refusal at the field that can mend it."""
        where = {"too_much": "ahead_amount", "amount": "amount", "too_little": "amount"}
        self.add_error(where.get(getattr(refusal, "code", "") or ""), refusal)
