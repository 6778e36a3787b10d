"""Fee items, price versions, publishing (RULES 4.2)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.models import construct_instance
from django.utils.translation import gettext_lazy as lazy

from fees.models import FeeItem, PriceVersion
from propertyservice.organisation.models import Office
from propertyservice.ui.inputs import TextField


class DayField(forms.DateField):
    """A day with the browser's calendar."""

    def __init__(self, **options: Any) -> None:
        kind = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        options.setdefault("widget", kind)
        super().__init__(**options)


class WrittenForm(forms.ModelForm):  # type: ignore[type-arg]
    """A record whose constraints the database checks: it says them in better words."""

    def _post_clean(self) -> None:
        kept = self._meta
        self.instance = construct_instance(
            self, self.instance, kept.fields, kept.exclude
        )


class ItemForm(WrittenForm):
    """A fee item."""

    code = forms.RegexField(
        r"^[A-Z0-9_]{2,30}$",
        label=lazy("Code"),
        error_messages={
            "invalid": lazy("Write the code in capitals, digits and underscores.")
        },
    )

    class Meta:
        model = FeeItem
        fields = (
            *("office", "code", "name", "book", "method"),
            *("due_day", "due_months", "late_fee", "is_active", "order"),
        )

    def __init__(self, *args: Any, offices: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["office"]
        field.queryset = Office.objects.filter(pk__in=offices).order_by("code")
        field.label = lazy("Office")


class PriceForm(WrittenForm):
    """A price version; it is published in a step of its own."""

    starts_on = DayField(label=lazy("from"))
    ends_on = DayField(label=lazy("to"), required=False)

    class Meta:
        model = PriceVersion
        fields = (
            *("unit_use", "price", "unit", "starts_on", "ends_on", "basis", "control"),
            *("base_price", "float_percent", "service", "standard"),
        )


class PublishForm(forms.Form):
    """When it was put up, and why so late where it was."""

    on = DayField(label=lazy("Put up on"))
    early_reason = TextField(
        label=lazy("why published later than a month before"),
        max_length=300,
        required=False,
    )


class EndForm(forms.Form):
    """The last day of a price."""

    on = DayField(label=lazy("Last day"))


class BillForm(forms.Form):
    """Which month is drafted."""

    office = forms.ModelChoiceField(Office.objects.none(), label=lazy("Office"))
    what = forms.ChoiceField(
        label=lazy("What is billed"),
        choices=[
            ("monthly", lazy("Monthly fees")),
            ("parking", lazy("Rented spaces")),
            ("meters", lazy("Meter readings")),
            ("late", lazy("Late fees")),
        ],
    )
    period = forms.DateField(
        label=lazy("Month"),
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )

    def __init__(self, *args: Any, offices: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["office"]
        field.queryset = Office.objects.filter(pk__in=offices).order_by("code")
        if len(offices) == 1:
            field.initial = field.queryset.first()
