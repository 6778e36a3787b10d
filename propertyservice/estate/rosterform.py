"""The roster's file: previewed, kept for a while, taken over."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from propertyservice.estate.roster import Report, import_roster
from propertyservice.organisation.models import Office

IMPORT = "estate.import_roster"
KEPT_SECONDS = 30 * 60


class RosterForm(forms.Form):
    """The file, and for which office; after a preview it is kept for a while."""

    office = forms.ModelChoiceField(
        Office.objects.none(), label=gettext_lazy("Office"), empty_label=None
    )
    file = forms.FileField(
        label=gettext_lazy("Excel file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods"}),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, offices: QuerySet[Office], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["office"]
        field.queryset = offices
        self.fields["file"].required = not self.data.get("kept")

    def run(self, user_id: int, *, dry_run: bool) -> Report | None:
        """Preview or take over; None with an error at the field when that fails."""
        data = self._bytes(user_id)
        if data is None:
            self.add_error("file", _("Choose the file again."))
            return None
        try:
            report = import_roster(self.cleaned_data["office"], data, dry_run=dry_run)
        except ValidationError as refusal:
            self.add_error("file", refusal)
            return None
        self.data = {**cast(Any, self.data).dict(), "kept": self._keep(user_id, data)}
        self.fields["file"].required = False
        return report

    def _bytes(self, user_id: int) -> bytes | None:
        if upload := self.cleaned_data["file"]:
            return bytes(upload.read())
        found: bytes | None = cache.get(_kept_as(user_id, self.cleaned_data["kept"]))
        return found

    def _keep(self, user_id: int, data: bytes) -> str:
        token = self.cleaned_data["kept"] or get_random_string(24)
        cache.set(_kept_as(user_id, token), data, KEPT_SECONDS)
        return token


def _kept_as(user_id: int, token: str) -> str:
    return f"roster-{user_id}-{token[:24]}"
