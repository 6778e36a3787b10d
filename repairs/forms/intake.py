"""Taking a repair: everything known is filled in, everything typed survives (4.2.2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.estate.models import Person, Place
from propertyservice.files.checking import Checked
from propertyservice.files.forms import PhotosField
from propertyservice.organisation.models import Office, Staff
from propertyservice.ui.fields import Tiles
from propertyservice.ui.inputs import (
    FutureField,
    OccurredField,
    OnceField,
    PhoneField,
    ResidentSelect,
    TextField,
)
from propertyservice.workflow.transitions import Refused
from repairs import transitions as do
from repairs.forms.hints import holiday_of, urgency_help
from repairs.forms.household import Household
from repairs.forms.people import RepairerField, repairers
from repairs.models import Channel, ChargeType, Priority, Relation, Repair, Trade

OTHER = "other"
NOW, LATER = "NOW", "LATER"
DISPATCH = "dispatch"
CHARGES = [c for c in ChargeType.choices if c[0] != ChargeType.COMMON]


class IntakeForm(forms.Form):
    """The line of 《住户报修记录表》 as the clerk writes it while the caller waits."""

    wide_fields = ("description", "photos", "read_back", "holiday_told")

    description = TextField(
        label=lazy("What is wrong"),
        lines=3,
        max_length=1000,
        help_text=lazy("Where and what; read it to the caller before saving."),
    )
    trade = forms.ChoiceField(label=lazy("Trade"), choices=Trade.choices, widget=Tiles)
    priority = forms.ChoiceField(
        label=lazy("Urgency"),
        choices=Priority.choices,
        initial=Priority.NORMAL,
        widget=Tiles,
    )
    who = forms.ChoiceField(label=lazy("Who reports"), required=False)
    phone = PhoneField(required=False)
    resident_name = TextField(label=lazy("Name"), max_length=60, required=False)
    relation = forms.ChoiceField(
        label=lazy("Relation"), choices=Relation.choices, required=False
    )
    when = forms.ChoiceField(
        label=lazy("Appointment"),
        choices=[(NOW, lazy("At once")), (LATER, lazy("At a time"))],
        initial=NOW,
        widget=Tiles,
    )
    appointment_at = FutureField(label=lazy("Agreed time"), required=False)
    holiday_told = forms.BooleanField(
        label=lazy("The caller was told and agrees"), required=False
    )
    channel = forms.ChoiceField(label=lazy("Channel"), choices=Channel.choices)
    charge_type = forms.ChoiceField(
        label=lazy("Charge"), choices=CHARGES, initial=ChargeType.FREE
    )
    technician = RepairerField(
        Staff.objects.none(),
        label=lazy("Dispatch to"),
        required=False,
        empty_label=lazy("Choose"),
        help_text=lazy("Needed to dispatch; leave it empty to register only."),
    )
    remark = TextField(label=lazy("Remark"), max_length=300, required=False)
    photos = PhotosField(label=lazy("Photos"), required=False)
    read_back = forms.BooleanField(
        label=lazy("Read back to the caller, who confirmed it"), required=False
    )
    reported_at = OccurredField(
        label=lazy("The call came at"),
        help_text=lazy("Only when it came earlier: the limits count from then."),
    )
    once_key = OnceField()

    def __init__(
        self,
        *args: Any,
        user: Staff,
        known: Household | None = None,
        place: Place | None = None,
        **kwargs: Any,
    ) -> None:
        self.user, self.known, self.place = user, known, place
        self.holiday = ""
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["description"].widget.attrs["autofocus"] = True
        self._dress()

    @property
    def office(self) -> Office:
        """The office whose register it is."""
        said = self.known.unit if self.known else self.place
        assert said is not None  # noqa: S101 the view gives one of them
        office: Office = said.office
        return office

    @property
    def wants_dispatch(self) -> bool:
        """Whether the button was 'register and dispatch'."""
        return DISPATCH in self.data

    def offer(self, people: list[Staff]) -> None:
        """Show these repairers, who were read already, as the choices."""
        field: Any = self.fields["technician"]
        named = [(each.pk, field.label_from_instance(each)) for each in people]
        field.choices = [("", field.empty_label), *named]

    def _dress(self) -> None:
        fields: Any = self.fields
        fields["priority"].help_text = urgency_help(self.office)
        if self.known:
            self._offer_residents(fields)
        else:
            del fields["who"]
            fields["trade"].initial = Trade.COMMON
            fields["relation"].initial = Relation.STAFF
            fields["channel"].initial = Channel.PATROL
            fields["resident_name"].initial = self.user.name
            fields["resident_name"].required = True
            fields["charge_type"].choices = [
                (ChargeType.COMMON.value, ChargeType.COMMON.label)
            ]
            fields["charge_type"].initial = ChargeType.COMMON
        if self.is_bound and not self.wants_dispatch:
            return  # Nobody is chosen, so nobody is looked up.
        fields["technician"].queryset = repairers(self.office)

    def _offer_residents(self, fields: Any) -> None:
        assert self.known is not None  # noqa: S101
        who = fields["who"]
        widget = ResidentSelect()
        people = self.known.residents
        widget.phones = {str(each.person_id): each.phone for each in people}
        who.widget = widget
        who.choices = [
            *((str(each.person_id), each.words) for each in people),
            (OTHER, _("Somebody else…")),
        ]
        if people:
            who.initial = str(people[0].person_id)
            fields["phone"].initial = people[0].phone
        else:
            who.initial = OTHER

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._clean_who(data)
        self._clean_phone(data)
        self._clean_appointment(data)
        if self.wants_dispatch and "technician" not in self.errors:
            self._clean_technician(data)
        return data

    def _clean_technician(self, data: dict[str, Any]) -> None:
        """Somebody, but not who did what is now repeated (edge case 16)."""
        chosen, trade = data.get("technician"), data.get("trade", "")
        if chosen is None:
            self.add_error("technician", _("Choose who gets the task."))
            return
        before = self.known and self.known.repeated(trade, timezone.now())
        if before and before.technician_id == chosen.pk:
            self.add_error(
                "technician",
                _(
                    "%(who)s did the repair that is now repeated. "
                    "Give it to another repairer."
                )
                % {"who": chosen},
            )

    def _clean_who(self, data: dict[str, Any]) -> None:
        """Name and relation: of the resident chosen, or as written."""
        known = self.known.residents if self.known else []
        chosen = {str(each.person_id): each for each in known}.get(data.get("who", ""))
        data["person"] = None
        if chosen:
            data["resident_name"], data["relation"] = chosen.name, chosen.relation
            if chosen.relation == "CO_OWNER":
                data["relation"] = Relation.OWNER.value
            data["phone"] = data.get("phone") or chosen.phone
            data["person"] = Person(pk=chosen.person_id, name=chosen.name)
            return
        if not data.get("resident_name") and "resident_name" not in self.errors:
            self.add_error("resident_name", _("Write the name of who reports."))
        if not data.get("relation"):
            data["relation"] = Relation.OWNER.value

    def _clean_phone(self, data: dict[str, Any]) -> None:
        missing = not data.get("phone") and "phone" not in self.errors
        if missing and self.known and data.get("channel") != Channel.PATROL:
            self.add_error(
                "phone", _("Write the number at which the resident can be reached.")
            )

    def _clean_appointment(self, data: dict[str, Any]) -> None:
        if data.get("when") != LATER:
            data["appointment_at"] = None
            self.errors.pop("appointment_at", None)
            return
        at = data.get("appointment_at")
        if at is None:
            if "appointment_at" not in self.errors:
                self.add_error(
                    "appointment_at", _("Choose the agreed time, or “at once”.")
                )
            return
        if data.get("priority") == Priority.EMERGENCY:
            return
        self.holiday = holiday_of(at)
        if self.holiday and not data.get("holiday_told"):
            self.add_error(
                "holiday_told",
                _(
                    "%(day)s is %(holiday)s: only the holiday roster works then. Tell "
                    "the caller and tick, or choose another time."
                )
                % {
                    "day": f"{timezone.localtime(at):%Y-%m-%d}",
                    "holiday": self.holiday,
                },
            )

    def save(self) -> Repair:
        """Write the line of the register. Raises Refused; nothing is written then."""
        data = self.cleaned_data
        at: datetime | None = data["reported_at"]
        asked = do.Request(
            office=self.office,
            unit=self.known.unit if self.known else None,
            place=self.place,
            **{name: data[name] for name in SAID},
            once_key=data.get("once_key") or uuid4(),
        )
        photos: list[Checked] = data["photos"]
        moment = at or timezone.now()
        repeats = self.known.repeated(data["trade"], moment) if self.known else None
        return do.report(asked, by=self.user, at=at, photos=photos, repeats=repeats)

    def refuse(self, refusal: ValidationError) -> None:
        """Show a refusal at the field that can mend it."""
        late = ("late_entry", "future", "before_last_step")
        where = "reported_at" if getattr(refusal, "code", "") in late else None
        self.add_error(where, refusal)

    def once(self) -> UUID | None:
        """The key of this one press."""
        key: UUID | None = self.cleaned_data.get("once_key")
        return key

    def dispatch(self, repair: Repair) -> Refused | None:
        """Pass it on at once; the sentence when that is refused."""
        try:
            do.dispatch(
                repair, by=self.user, technician=self.cleaned_data["technician"]
            )
        except Refused as refusal:
            return refusal
        return None


SAID = (
    "resident_name",
    "relation",
    "phone",
    "channel",
    "description",
    "trade",
    "priority",
    "charge_type",
    "appointment_at",
    "remark",
    "read_back",
    "person",
)
