"""Forms of charging: once, at once, meters, shared, spaces, areas (4.8.1)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from fees.models import Book, FeeItem, Method, ReadingKind, Rental
from fees.models.codes import TENDERS, Account
from propertyservice.estate.models import Building, ParkingSpace, Unit
from propertyservice.ui.inputs import OnceField, TextField

NUMBER: dict[str, Any] = {"max_digits": 12, "decimal_places": 2, "min_value": 0}


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day with the browser's calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def month_field(label: Any, **more: Any) -> forms.DateField:
    """A month with the browser's calendar."""
    widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
    return forms.DateField(
        label=label, widget=widget, input_formats=["%Y-%m", "%Y-%m-%d"], **more
    )


class RoomField(TextField):
    """A room as people say it, 3-1-502, among the offices given later."""

    offices: frozenset[int] = frozenset()

    def clean(self, value: Any) -> Any:
        said = str(super().clean(value)).strip()
        if not said and not self.required:
            return None
        homes = Unit.objects.filter(office__in=self.offices).select_related(
            "office", "building"
        )
        found = homes.filter(code=said.upper()).first()
        rooms = [found] if found else list(homes.filter(label=said)[:2])
        if len(rooms) != 1:
            raise forms.ValidationError(
                lazy("There is no such room. Write it like 3-1-502."), code="unit"
            )
        return rooms[0]


class OnceForm(forms.Form):
    """Something charged once to a home, by its published price; what is billed every
    month is no such thing."""

    item = forms.ModelChoiceField(FeeItem.objects.none(), label=lazy("Item"))
    quantity = forms.DecimalField(
        label=lazy("Quantity"), initial=Decimal(1), **{**NUMBER, "min_value": 0.01}
    )
    note = TextField(label=lazy("Note"), max_length=200, required=False)
    once_key = OnceField()

    def __init__(self, *args: Any, office: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["item"]
        known = FeeItem.objects.filter(
            office=office, is_active=True, method__in=[Method.ONE_OFF, Method.PARKING]
        )
        field.queryset = known.exclude(book=Book.DEPOSIT)


class SellForm(OnceForm):
    """Paid at once, by nobody's home: temporary parking, a card."""

    method = forms.ChoiceField(
        label=lazy("Paid by means of"),
        choices=[(each.value, each.label) for each in TENDERS],
        initial=Account.CASH,
    )
    reference = TextField(label=lazy("Trade number"), max_length=64, required=False)
    payer_name = TextField(
        label=lazy("Payer or number plate"), max_length=80, required=False
    )


class MeterForm(forms.Form):
    """A new meter of a home, with what it shows today."""

    unit = RoomField(label=lazy("Room"))
    item = forms.ModelChoiceField(FeeItem.objects.none(), label=lazy("Item"))
    number = TextField(label=lazy("Meter no."), max_length=30, required=False)
    multiplier = forms.DecimalField(
        label=lazy("Multiplier"),
        initial=1,
        max_digits=8,
        decimal_places=2,
        min_value=Decimal("0.01"),
    )
    rolls_at = forms.DecimalField(
        label=lazy("Begins again at"),
        initial=100000,
        max_digits=12,
        decimal_places=2,
        min_value=1,
    )
    on = day_field(lazy("Read on"), initial=timezone.localdate)
    value = forms.DecimalField(label=lazy("First reading"), **NUMBER)

    def __init__(self, *args: Any, offices: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["unit"].offices = offices
        fields["item"].queryset = FeeItem.objects.filter(
            office__in=offices, method=Method.METERED
        )


class ReadForm(forms.Form):
    """What a meter shows; a lower number must say how."""

    on = day_field(lazy("Read on"), initial=timezone.localdate)
    kind = forms.ChoiceField(
        label=lazy("How"),
        choices=[
            (each.value, each.label)
            for each in ReadingKind
            if each != ReadingKind.FIRST
        ],
    )
    value = forms.DecimalField(
        label=lazy("Reading"),
        required=False,
        help_text=lazy("Empty for an estimate: the last usage once more."),
        **NUMBER,
    )
    old_last = forms.DecimalField(
        label=lazy("Old meter's last reading"), required=False, **NUMBER
    )
    new_first = forms.DecimalField(
        label=lazy("New meter's first reading"), required=False, **NUMBER
    )
    note = TextField(label=lazy("Note"), max_length=200, required=False)


class SharedForm(forms.Form):
    """What a building used together in a month."""

    building = forms.ModelChoiceField(Building.objects.none(), label=lazy("Building"))
    item = forms.ModelChoiceField(FeeItem.objects.none(), label=lazy("Item"))
    period = month_field(lazy("Month"))
    total = forms.DecimalField(label=lazy("Usage of the main meter"), **NUMBER)
    homes = forms.DecimalField(
        label=lazy("Usage of the homes"),
        required=False,
        help_text=lazy("Empty: what their meters show."),
        **NUMBER,
    )
    other = forms.DecimalField(
        label=lazy("Usage of others"), initial=0, required=False, **NUMBER
    )
    by_area = forms.TypedChoiceField(
        label=lazy("Shared"),
        choices=[("1", lazy("by area")), ("0", lazy("equally"))],
        coerce=lambda value: value == "1",
    )

    def __init__(self, *args: Any, offices: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        known = Building.objects.filter(office__in=offices).order_by("office", "code")
        fields["building"].queryset = known
        fields["item"].queryset = FeeItem.objects.filter(
            office__in=offices, method__in=[Method.SHARED, Method.METERED]
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["other"] = data.get("other") or Decimal()
        return data


class RentalForm(forms.Form):
    """A space that a home rents, or owns and has managed."""

    unit = RoomField(label=lazy("Room"))
    space = TextField(label=lazy("Parking space"), max_length=20)
    item = forms.ModelChoiceField(FeeItem.objects.none(), label=lazy("Item"))
    starts_on = day_field(lazy("From"), initial=timezone.localdate)
    ends_on = day_field(pgettext_lazy("fees", "Until"), required=False)

    def __init__(self, *args: Any, offices: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["unit"].offices = offices
        fields["item"].queryset = FeeItem.objects.filter(
            office__in=offices, method=Method.PARKING
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        unit = data.get("unit")
        if unit and data.get("space"):
            spaces = ParkingSpace.objects.filter(office=unit.office_id)
            found = spaces.filter(code=data["space"]).first()
            if found is None:
                self.add_error("space", lazy("There is no such parking space here."))
            data["space"] = found
        return data

    def rental(self) -> Rental:
        """The rental to be written."""
        return Rental(**self.cleaned_data)


class EndForm(forms.Form):
    """The last day."""

    on = day_field(lazy("Last day"), initial=timezone.localdate)


class AreaForm(forms.Form):
    """The right area of a home, and since when it was wrong (edge case 86)."""

    area = forms.DecimalField(
        label=lazy("Right area in ㎡"),
        max_digits=10,
        decimal_places=2,
        min_value=Decimal("0.01"),
    )
    since = day_field(lazy("Bills since"))
    basis = TextField(label=lazy("Document that says so"), max_length=200)
