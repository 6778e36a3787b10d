"""Upkeep of a household during a call; ``apply(by)`` does what the form says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.estate import privacy, upkeep
from propertyservice.estate.checking import (
    clean_day,
    clean_name,
    clean_phone,
    clean_shares,
)
from propertyservice.estate.models import Occupancy, Person, PersonContact, Unit
from propertyservice.estate.models.occupancies import OWNERS
from propertyservice.estate.upkeep.moves import RESIDENTS

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff

MOST_OWNERS = 4
RELATIONS = [(each.value, each.label) for each in RESIDENTS]


class NameField(forms.CharField):
    """A person's name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"label": _("Name"), "max_length": 60, **options})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return clean_name(text) if text else ""


class PhoneField(forms.CharField):
    """A phone in any spelling; gives its digits."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
        super().__init__(
            **{"label": _("Phone"), "max_length": 40, "widget": widget, **options}
        )

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return clean_phone(text) if text else ""


class DayField(forms.DateField):
    """A day that can be meant."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(**{"widget": widget, **options})

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        return clean_day(day) if day else None


class UpkeepForm(forms.Form):
    """A form whose verb may refuse: the refusal becomes the form's error."""

    def carry_out(self, by: Staff) -> object:
        """Call the verb; each form has its own."""
        raise NotImplementedError

    def apply(self, by: Staff) -> bool:
        """Validate and carry out; False with the errors set when it is refused."""
        if not self.is_valid():
            return False
        try:
            self.carry_out(by)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return False
        return True


class CorrectPhoneForm(UpkeepForm):
    """The phone to call first, as heard on the line."""

    phone = PhoneField()
    keep_old = forms.BooleanField(label=_("Keep the old phone as well"), required=False)
    note = forms.CharField(label=_("Note"), max_length=60, required=False)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def carry_out(self, by: Staff) -> object:
        return upkeep.correct_phone(self.person, by=by, **self.cleaned_data)


class MoveInForm(UpkeepForm):
    """A tenant, relative or agent of a unit."""

    relation = forms.ChoiceField(label=_("Relation"), choices=RELATIONS)
    name = NameField()
    phone = PhoneField(required=False)
    starts_on = DayField(label=_("From"), initial=timezone.localdate)
    ends_on = DayField(label=_("To"), required=False)
    is_contact = forms.BooleanField(label=_("Call this person first"), required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day is before the first."))
        return data

    def carry_out(self, by: Staff) -> object:
        data = dict(self.cleaned_data)
        data["person"] = known_person(self.unit, data["name"], data["phone"])
        return upkeep.move_in(self.unit, by=by, **data)


class MoveOutForm(UpkeepForm):
    """Who leaves, and the last day."""

    occupancy = forms.ModelChoiceField(
        Occupancy.objects.none(), label=_("Who leaves"), empty_label=None
    )
    ends_on = DayField(label=_("Last day"), initial=timezone.localdate)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Occupancy.objects.on(timezone.localdate()).filter(unit=unit)
        field: Any = self.fields["occupancy"]
        field.queryset = here.exclude(relation__in=OWNERS).select_related("person")

    def carry_out(self, by: Staff) -> object:
        return upkeep.move_out(
            self.cleaned_data["occupancy"], by=by, ends_on=self.cleaned_data["ends_on"]
        )


class TransferForm(UpkeepForm):
    """Transfer of ownership: the day and up to four new owners."""

    on = DayField(label=_("Transferred on"), initial=timezone.localdate)
    family_leaves = forms.BooleanField(
        label=_("The former owners' family leaves as well"),
        initial=True,
        required=False,
    )

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(*args, **kwargs)
        for n in range(1, MOST_OWNERS + 1):
            first = n == 1
            self.fields[f"owner_{n}_name"] = NameField(
                label=_("New owner") if first else _("Co-owner"), required=first
            )
            self.fields[f"owner_{n}_phone"] = PhoneField(required=False)
            self.fields[f"owner_{n}_share"] = forms.DecimalField(
                label=_("Share"),
                required=False,
                max_digits=7,
                decimal_places=4,
                min_value=Decimal("0.0001"),
                max_value=1,
                help_text=_("Left empty, the shares are equal.") if first else "",
            )

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each owner, for a template that lays them out in lines."""
        return [
            [self[f"owner_{n}_{part}"] for part in ("name", "phone", "share")]
            for n in range(1, MOST_OWNERS + 1)
        ]

    def owners(self) -> list[upkeep.NewOwner]:
        """The new owners that were named."""
        data = self.cleaned_data
        return [
            upkeep.NewOwner(
                person=known_person(self.unit, name, data.get(f"owner_{n}_phone", "")),
                name=name,
                phone=data.get(f"owner_{n}_phone", ""),
                share=data.get(f"owner_{n}_share"),
            )
            for n in range(1, MOST_OWNERS + 1)
            if (name := data.get(f"owner_{n}_name"))
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            clean_shares([owner.share for owner in self.owners()])
        return data

    def carry_out(self, by: Staff) -> object:
        return upkeep.transfer_ownership(
            self.unit,
            by=by,
            on=self.cleaned_data["on"],
            owners=self.owners(),
            family_leaves=self.cleaned_data["family_leaves"],
        )


class MergeForm(UpkeepForm):
    """Which entry is the same person as this one; this one stays."""

    drop = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("The same person, entered again"),
        empty_label=None,
    )

    def __init__(self, keep: Person, *args: Any, **kwargs: Any) -> None:
        self.keep = keep
        super().__init__(*args, **kwargs)
        field: Any = self.fields["drop"]
        field.queryset = doubles_of(keep)

    def carry_out(self, by: Staff) -> object:
        return upkeep.merge_persons(self.keep, self.cleaned_data["drop"], by=by)


class RevealForm(forms.Form):
    """Why a masked field is needed; kept in the access log."""

    field = forms.ChoiceField(
        label=_("Field"),
        choices=[
            ("phone", _("Phone")),
            ("id_number", _("Identity number")),
            ("bank_account", _("Bank account")),
        ],
    )
    purpose = forms.CharField(label=_("Purpose"), max_length=300)


class ErasePersonForm(UpkeepForm):
    """Why a person's phones, identity and bank numbers are erased for good."""

    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def carry_out(self, by: Staff) -> object:
        return privacy.erase_person(self.person, by=by, **self.cleaned_data)


def known_person(unit: Unit, name: str, phone: str) -> Person | None:
    """The one person of the office with this name and phone, if there is one."""
    if not phone:
        return None
    found = PersonContact.objects.filter(
        office=unit.office_id, phone=phone, person__name=name, person__merged_into=None
    ).select_related("person")[:2]
    return found[0].person if len(found) == 1 else None


def doubles_of(person: Person) -> Any:
    """Others of the office with the same name or one of the same phones."""
    phones = list(person.contacts.values_list("phone", flat=True))
    same_phone = PersonContact.objects.filter(office=person.office_id, phone__in=phones)
    return (
        Person.objects.filter(office=person.office_id, merged_into=None)
        .filter(Q(name=person.name) | Q(pk__in=same_phone.values("person")))
        .exclude(pk=person.pk)
        .order_by("name_pinyin", "pk")
    )
