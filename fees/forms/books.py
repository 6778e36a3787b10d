"""Issuing a receipt book, and spoiling a number (RULES 4.5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from propertyservice.organisation.models import Office, Staff
from propertyservice.ui.inputs import TextField

USUAL = 50


class PersonField(forms.ModelChoiceField):
    """Choose somebody by name."""

    def label_from_instance(self, obj: Staff) -> str:  # type: ignore[override]
        return obj.name


class IssueForm(forms.Form):
    """Which cashier gets how many receipts; the numbers follow the last book's."""

    office = forms.ModelChoiceField(Office.objects.none(), label=lazy("Office"))
    holder = PersonField(Staff.objects.none(), label=lazy("Cashier"))
    count = forms.IntegerField(
        label=lazy("Receipts"), min_value=1, max_value=10_000, initial=USUAL
    )
    first = forms.IntegerField(
        label=lazy("First number"),
        help_text=lazy("Only for the very first book: where the sequence goes on."),
        min_value=1,
        max_value=99_000_000,
        required=False,
    )

    def __init__(self, *args: Any, offices: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Office.objects.filter(pk__in=offices).order_by("code")
        choice: Any = self.fields["office"]
        choice.queryset = known
        if len(offices) == 1:
            choice.initial = known.first()
        cashiers = Staff.objects.none()
        for office in offices:
            cashiers = cashiers | Staff.objects.on_post(
                "CASHIER", office, timezone.localdate()
            )
        people: Any = self.fields["holder"]
        people.queryset = cashiers.order_by("name", "pk")


class SpoilForm(forms.Form):
    """What happened to the number."""

    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = TextField(label=lazy("Reason"), max_length=300)
