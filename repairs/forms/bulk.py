"""What a bulk act asks once for all its rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from propertyservice.organisation.models import Staff
from propertyservice.ui.inputs import TextField
from repairs.forms.people import RepairerField, repairers


class BulkReassignForm(forms.Form):
    """The repairer who gets all of them, and why; one office at a time."""

    technician = RepairerField(
        Staff.objects.none(), label=lazy("Repairer"), empty_label=lazy("Choose")
    )
    reason = TextField(label=lazy("Reason"), max_length=500, lines=2)

    def __init__(self, *args: Any, offices: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["technician"]
        if len(offices) == 1:
            field.queryset = repairers(next(iter(offices)))
