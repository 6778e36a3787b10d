"""Forms of inspections, findings and surveys."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.organisation import posts
from propertyservice.organisation.models import Office, Staff
from propertyservice.oversight import drawing, surveys
from propertyservice.oversight.models import ASPECTS, Rating, Result
from propertyservice.oversight.transitions import RECTIFY
from propertyservice.ui.fields import Tiles
from propertyservice.ui.inputs import TextField
from propertyservice.ui.steps import StepForm

FIRST_YEAR, LAST_YEAR = 2000, 2100


class DayField(forms.DateField):
    """A day with the browser's calendar."""

    def __init__(self, **options: Any) -> None:
        kind = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        options.setdefault("widget", kind)
        super().__init__(**options)


class PersonField(forms.ModelChoiceField):
    """Choose somebody by name."""

    def label_from_instance(self, obj: Staff) -> str:  # type: ignore[override]
        return obj.name


def responsible_for(office: Office | int, but: Staff) -> Any:
    """Who may be given a finding: the heads of the office, not the inspector."""
    office_id = office if isinstance(office, int) else office.pk
    found = Staff.objects.none()
    for post in sorted(posts.holders(RECTIFY)):
        found = found | Staff.objects.on_post(post, office_id, timezone.localdate())
    return found.exclude(pk=but.pk).order_by("name", "pk")


class OfficeForm(forms.Form):
    """Asks for the office where its reader has several."""

    right: ClassVar[str] = ""

    office = forms.ModelChoiceField(Office.objects.none(), label=lazy("Office"))

    def __init__(self, *args: Any, user: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(pk__in=user.offices_for(self.right))
        field: Any = self.fields["office"]
        field.queryset = offices.order_by("code")
        if len(offices) == 1:
            field.initial, field.empty_label = offices[0], None


class DrawForm(OfficeForm):
    """Which register of which days is looked into."""

    right = drawing.INSPECT

    clause = forms.ChoiceField(label=lazy("Register"))
    since = DayField(label=lazy("Opened from"))
    until = DayField(label=lazy("Opened to"))

    def __init__(self, *args: Any, user: Staff, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        field: Any = self.fields["clause"]
        field.choices = [(c.code, c.label) for c in drawing.registers(user)]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and since > until:
            self.add_error("until", _("The first day comes after the last one."))
        return found


class LookForm(forms.Form):
    """What was found in one case of the sample."""

    result = forms.ChoiceField(
        label=lazy("Result"), choices=Result.choices, widget=Tiles
    )
    note = TextField(label=lazy("Note"), max_length=500, lines=3, required=False)
    responsible = PersonField(
        Staff.objects.none(), label=lazy("Puts it right"), required=False
    )

    def __init__(self, *args: Any, office: Office, user: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["responsible"]
        field.queryset = responsible_for(office, user)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("result") == Result.FINDING:
            if not found.get("note"):
                self.add_error("note", _("Say what was found."))
            if not found.get("responsible"):
                self.add_error("responsible", _("Choose who puts it right."))
        return found


class EndForm(forms.Form):
    """The words with which an inspection ends."""

    words = TextField(label=lazy("Conclusion"), max_length=2000, lines=5)


class MeasuresForm(forms.Form):
    """The words with which a survey ends."""

    words = TextField(label=lazy("What will be improved"), max_length=2000, lines=5)


class RectifyForm(StepForm):
    """How it was put right."""

    wide_fields: ClassVar[tuple[str, ...]] = ("remedy",)
    remedy = TextField(label=lazy("How it was put right"), max_length=500, lines=3)


class AcceptForm(StepForm):
    """The re-check found it in order."""

    wide_fields: ClassVar[tuple[str, ...]] = ("recheck_note",)
    recheck_note = TextField(
        label=lazy("Note"), max_length=500, lines=2, required=False
    )


class SendBackForm(StepForm):
    """What is still not in order."""

    wide_fields: ClassVar[tuple[str, ...]] = ("recheck_note",)
    recheck_note = TextField(
        label=lazy("What is still not in order"), max_length=500, lines=3
    )


STEP_FORMS: dict[str, type[StepForm]] = {
    "rectify": RectifyForm,
    "accept": AcceptForm,
    "send_back": SendBackForm,
}


class BeginForm(OfficeForm):
    """The year's survey: when the sheets go out and must be back."""

    right = surveys.RUN

    year = forms.IntegerField(
        label=lazy("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    starts_on = DayField(label=lazy("Sheets go out"))
    ends_on = DayField(label=lazy("Sheets are back by"))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("starts_on"), found.get("ends_on")
        if first and last and first > last:
            self.add_error("ends_on", _("The first day comes after the last one."))
        return found


class SheetForm(forms.Form):
    """What stands on a sheet that came back."""

    returned_on = DayField(label=lazy("Back on"))
    rating = forms.ChoiceField(
        label=lazy("On the whole"), choices=Rating.choices, widget=Tiles
    )
    comments = TextField(
        label=lazy("Suggestions"), max_length=500, lines=2, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in ASPECTS:
            self.fields[code] = forms.ChoiceField(
                label=label,
                choices=[("", _("not marked")), *Rating.choices],
                required=False,
            )
        self.order_fields(
            ["returned_on", "rating", *(code for code, _label in ASPECTS), "comments"]
        )

    def marks(self) -> dict[str, str]:
        """The marks of the aspects that were ticked."""
        return {code: self.cleaned_data[code] for code, _label in ASPECTS}
