"""Counting one more household on a known incident (edge case 14)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.estate.models import Unit
from propertyservice.ui.inputs import PhoneField, TextField
from repairs.forms.steps import StepForm


class CountForm(StepForm):
    """Which household, who calls, and the number to answer."""

    unit = forms.CharField(
        label=lazy("Room"),
        max_length=50,
        help_text=lazy("Like 3-1-502."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    resident_name = TextField(label=lazy("Name"), max_length=60)
    phone = PhoneField(required=False)

    def clean_unit(self) -> Any:
        text = self.cleaned_data["unit"].strip().upper()
        office = self.repair.office
        units = Unit.objects.visible_to(self.user).filter(office=office)
        code = text if text.startswith(f"{office.code}-") else f"{office.code}-{text}"
        found = units.filter(code=code).first()
        if found is None:
            raise forms.ValidationError(
                _("There is no room “%(room)s” in this office.") % {"room": text[:30]},
                code="unit",
            )
        return found
