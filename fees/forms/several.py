"""One payer, several homes (edge case 81)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fees.models import TENDERS, Account
from propertyservice.ui.inputs import OnceField, TextField


class SeveralForm(forms.Form):
    """How much for each home, together what is paid."""

    method = forms.ChoiceField(
        label=lazy("Paid by means of"),
        choices=[(each.value, each.label) for each in TENDERS],
        initial=Account.TRANSFER,
    )
    reference = TextField(label=lazy("Trade number"), max_length=64, required=False)
    payer_name = TextField(label=lazy("Paid by"), max_length=80)
    total = forms.DecimalField(
        label=lazy("Paid in all"),
        max_digits=12,
        decimal_places=2,
        min_value=Decimal("0.01"),
        help_text=lazy("Must be what the homes get together."),
    )
    once_key = OnceField()

    def __init__(self, *args: Any, homes: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.homes = homes
        self.fields["payer_name"].initial = homes[0].owner_name
        self.fields["total"].initial = sum(home.owed for home in homes)
        for home in homes:
            self.fields[f"u_{home.pk}"] = forms.DecimalField(
                label=home.label,
                max_digits=12,
                decimal_places=2,
                min_value=Decimal(0),
                required=False,
                initial=home.owed,
                widget=forms.TextInput(
                    attrs={
                        "inputmode": "decimal",
                        "autocomplete": "off",
                        "class": "form-control num",
                    }
                ),
                error_messages={"min_value": lazy("Enter an amount above zero.")},
            )

    def parts(self) -> Iterator[tuple[Any, Decimal]]:
        """Each home that gets something, and how much."""
        for home in self.homes:
            if amount := self.cleaned_data.get(f"u_{home.pk}"):
                yield home, amount

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for home, amount in self.parts():
            if amount > home.owed:
                self.add_error(
                    f"u_{home.pk}",
                    _(
                        "%(owed)s yuan are owed here. What is paid ahead is taken at "
                        "the counter of this home."
                    )
                    % {"owed": home.owed},
                )
        given = sum((amount for _home, amount in self.parts()), Decimal())
        if not self.errors and given != data["total"]:
            self.add_error(
                "total",
                _("The homes get %(given)s together, not %(total)s.")
                % {"given": given, "total": data["total"]},
            )
        return data
