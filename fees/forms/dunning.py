"""Recording a demand, one or many (RULES 4.4)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from fees.models import DemandKind
from propertyservice.ui.inputs import TextField

BULK = (DemandKind.MESSAGE, DemandKind.NOTICE)


def day(label: Any, **more: Any) -> forms.DateField:
    """A day with the browser's calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


class DemandForm(forms.Form):
    """How the household was asked, and the proof."""

    kind = forms.ChoiceField(label=lazy("How"), choices=DemandKind.choices)
    on = day(lazy("Demanded on"), initial=timezone.localdate)
    proof = TextField(
        label=lazy("Proof"),
        max_length=300,
        lines=2,
        help_text=lazy("Who was reached, who signed, the number of the letter."),
    )
    term_on = day(
        lazy("To be paid until"),
        required=False,
        help_text=lazy("Of a written notice; empty takes the usual term."),
    )


class BulkForm(forms.Form):
    """The same demand to many."""

    kind = forms.ChoiceField(
        label=lazy("How"), choices=[(each.value, each.label) for each in BULK]
    )
    proof = TextField(
        label=lazy("Proof"),
        max_length=300,
        help_text=lazy("Such as the batch number of the messages, who posted them."),
    )
