"""Workbooks that come in: previewed or taken whole (4.8.2)."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from fees.models import STATED
from propertyservice.organisation.models import Office


class WorkbookForm(forms.Form):
    """A filled-in workbook of an office, dated a day."""

    office = forms.ModelChoiceField(
        Office.objects.none(), label=lazy("Office"), empty_label=None
    )
    file = forms.FileField(
        label=lazy("Excel file"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods"}),
    )
    on = forms.DateField(
        label=lazy("Day"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, offices: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["office"]
        field.queryset = Office.objects.filter(pk__in=offices).order_by("code")
        self.bytes = b""

    def clean_file(self) -> Any:
        """Read once; its sha256 tells the file apart."""
        upload = self.cleaned_data["file"]
        self.bytes = bytes(upload.read())
        return upload

    @property
    def name(self) -> str:
        """What the file is called."""
        return str(self.cleaned_data["file"].name)

    @property
    def digest(self) -> str:
        """The file's sha256."""
        return hashlib.sha256(self.bytes).hexdigest()


class StatementForm(WorkbookForm):
    """A statement; the day stands in its lines."""

    account = forms.ChoiceField(
        label=lazy("Account"), choices=[(each.value, each.label) for each in STATED]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["on"]
        self.fields["file"].label = lazy("Excel or CSV file")
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xls,.ods,.csv"
        self.order_fields(["office", "account", "file"])
