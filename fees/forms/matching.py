"""Saying what a line of a statement is (RULES 4.6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fees.models import CashierDay, Entry
from propertyservice.ui.inputs import TextField


class MatchForm(forms.Form):
    """A payment, a day's cash, or something else; always with a reason."""

    what = forms.ChoiceField(label=lazy("What it is"), widget=forms.RadioSelect)
    reason = TextField(label=lazy("Reason"), max_length=300, lines=2)

    def __init__(
        self,
        *args: Any,
        entries: Sequence[Entry],
        days: Sequence[CashierDay],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.entries = {f"entry:{each.pk}": each for each in entries}
        self.days = {f"day:{each.pk}": each for each in days}
        field: Any = self.fields["what"]
        field.choices = [
            *((key, _paid(each)) for key, each in self.entries.items()),
            *((key, _cash(each)) for key, each in self.days.items()),
            ("", _("None of ours: the reason says what it is")),
        ]
        field.required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        what = data.pop("what", "")
        data["entry"], data["day"] = self.entries.get(what), self.days.get(what)
        return data


def _paid(entry: Entry) -> str:
    voucher = entry.voucher
    said = [str(voucher), str(voucher.unit or ""), voucher.payer_name, entry.reference]
    return f"{voucher.business_date:%Y-%m-%d} " + " ".join(filter(None, said))


def _cash(day: CashierDay) -> str:
    return f"{_('Cash')} {day.date:%Y-%m-%d} {day.cashier} {day.slip_no}"
