"""Taking a complaint: everything known is filled in, everything typed survives."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from complaints import transitions as do
from complaints.forms.people import StaffField, staff_of
from complaints.models import OUTSIDE, Category, Channel, Complaint, Level
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
from propertyservice.workbench.households import Member

OTHER, NOBODY = "other", "anonymous"
LATE = ("late_entry", "future", "before_last_step")


class IntakeForm(forms.Form):
    """The line of 《业主投诉记录表》 as the desk writes it while the owner talks."""

    wide_fields = (
        "content",
        "demand",
        "photos",
        "accepted",
        "is_safety",
        "about_staff",
    )

    content = TextField(
        label=lazy("What the complaint is about"),
        lines=4,
        max_length=2000,
        help_text=lazy("In the complainant's words; read it back before saving."),
    )
    demand = TextField(
        label=lazy("What the complainant asks for"), max_length=500, required=False
    )
    category = forms.ChoiceField(label=lazy("Category"), choices=Category.choices)
    level = forms.ChoiceField(
        label=lazy("Level, first judgement"),
        choices=reversed(Level.choices),
        initial=Level.MINOR,
        widget=Tiles,
    )
    is_safety = forms.BooleanField(
        label=lazy("Somebody's safety is concerned: act first"), required=False
    )
    who = forms.ChoiceField(label=lazy("Who complains"))
    phone = PhoneField(required=False)
    name = TextField(label=lazy("Name"), max_length=60, required=False)
    channel = forms.ChoiceField(label=lazy("How it came"), choices=Channel.choices)
    occurred_at = OccurredField(label=lazy("It happened at"), help_text="")
    occurred_where = TextField(
        label=lazy("It happened where"), max_length=80, required=False
    )
    respondent = StaffField(
        Staff.objects.none(),
        label=lazy("Member of staff complained about"),
        required=False,
        empty_label=lazy("Nobody by name"),
        help_text=lazy("For this person the complaint does not exist."),
    )
    respondent_words = TextField(
        label=lazy("Or whom, in words"), max_length=80, required=False
    )
    about_staff = forms.BooleanField(
        label=lazy("About a member of staff whose name is not known yet"),
        required=False,
        help_text=lazy(
            "Its number is then taken from the company's series, so that none is "
            "missing in the office's once he is named."
        ),
    )
    promised_at = FutureField(label=lazy("Answer promised by"), required=False)
    external_party = TextField(
        label=lazy("Passed on to us by"), max_length=60, required=False
    )
    external_no = TextField(label=lazy("Their number"), max_length=60, required=False)
    external_due_at = FutureField(label=lazy("Their limit"), required=False)
    photos = PhotosField(label=lazy("Photos and papers"), required=False)
    accepted = forms.BooleanField(
        label=lazy("The complainant was told that it is accepted"),
        required=False,
        initial=True,
    )
    remark = TextField(label=lazy("Remark"), max_length=300, required=False)
    received_at = OccurredField(
        label=lazy("The complaint came at"),
        help_text=lazy("Only when it came earlier: the limits count from then."),
    )
    once_key = OnceField()

    def __init__(
        self,
        *args: Any,
        user: Staff,
        office: Office,
        unit: Any = None,
        members: list[Member] | None = None,
        **kwargs: Any,
    ) -> None:
        self.user, self.office, self.unit = user, office, unit
        self.members = members or []
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["content"].widget.attrs["autofocus"] = True
        self._offer()

    def _offer(self) -> None:
        fields: Any = self.fields
        fields["respondent"].queryset = staff_of(self.office).exclude(pk=self.user.pk)
        widget = ResidentSelect()
        widget.phones = {
            str(each.person.pk): each.phones[0].dial
            for each in self.members
            if each.phones
        }
        who = fields["who"]
        who.widget = widget
        who.choices = [
            *((str(each.person.pk), _words(each)) for each in self.members),
            (OTHER, _("Somebody else…")),
            (NOBODY, _("Anonymous")),
        ]
        if self.members:
            who.initial = str(self.members[0].person.pk)
            fields["phone"].initial = widget.phones.get(who.initial, "")
        else:
            who.initial = OTHER

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._clean_who(data)
        self._clean_outside(data)
        return data

    def _clean_who(self, data: dict[str, Any]) -> None:
        """Name and person: of the resident chosen, as written, or nobody (edge 25)."""
        chosen = {str(m.person.pk): m for m in self.members}.get(data.get("who", ""))
        data["person"] = None
        if data.get("who") == NOBODY:
            data["name"] = data["phone"] = ""
            self.errors.pop("phone", None)
            return
        if chosen:
            data["person"], data["name"] = chosen.person, chosen.person.name
            if not data.get("phone") and chosen.phones:
                data["phone"] = chosen.phones[0].dial
        elif not data.get("name") and "name" not in self.errors:
            self.add_error(
                "name", _("Write the complainant's name, or choose “Anonymous”.")
            )
        if not data.get("phone") and "phone" not in self.errors:
            self.add_error(
                "phone", _("Write the number at which the answer can be given.")
            )

    def _clean_outside(self, data: dict[str, Any]) -> None:
        """12345 and the like say who they are (edge case 27)."""
        outside = data.get("channel") in OUTSIDE or data.get("external_due_at")
        if outside and not data.get("external_party"):
            label = Channel(data["channel"]).label if data.get("channel") else ""
            if data.get("channel") in OUTSIDE:
                data["external_party"] = str(label)
            else:
                self.add_error("external_party", _("Say whose limit it is."))

    def save(self) -> Complaint:
        """Write the line of the register. Raises Refused; nothing is written then."""
        data = self.cleaned_data
        at: datetime | None = data["received_at"]
        photos: list[Checked] = data["photos"]
        said = do.Received(
            office=self.office,
            unit=self.unit,
            **{name: data[name] for name in SAID},
            once_key=data.get("once_key") or uuid4(),
        )
        return do.receive(said, by=self.user, at=at, photos=photos)

    def refuse(self, refusal: ValidationError) -> None:
        """Show a refusal at the field that can mend it."""
        late = getattr(refusal, "code", "") in LATE
        self.add_error("received_at" if late else None, refusal)

    def once(self) -> UUID | None:
        """The key of this one press."""
        key: UUID | None = self.cleaned_data.get("once_key")
        return key


def _words(member: Member) -> str:
    """Name and tie, as the list of choices shows a resident."""
    return f"{member.person.name}（{member.tie.get_relation_display()}）"


SAID = (
    "content",
    "demand",
    "category",
    "level",
    "is_safety",
    "name",
    "phone",
    "person",
    "channel",
    "occurred_at",
    "occurred_where",
    "respondent",
    "respondent_words",
    "about_staff",
    "promised_at",
    "external_party",
    "external_no",
    "external_due_at",
    "accepted",
    "remark",
)
