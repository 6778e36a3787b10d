"""What a bulk act asks once for all its rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from complaints.forms.people import StaffField, heads_of
from propertyservice.organisation.models import Department, Staff
from propertyservice.ui.inputs import TextField


class BulkTransferForm(forms.Form):
    """The department that gets all of them, who signs, and why; one office at once."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label=lazy("Department"), empty_label=lazy("Choose")
    )
    handler = StaffField(
        Staff.objects.none(),
        label=lazy("Who receives and signs"),
        empty_label=lazy("Choose"),
    )
    reason = TextField(label=lazy("Reason"), max_length=500, lines=2)

    def __init__(self, *args: Any, offices: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(offices) != 1:
            return
        office = next(iter(offices))
        fields: Any = self.fields
        fields["department"].queryset = Department.objects.filter(office=office)
        fields["handler"].queryset = heads_of(office)
