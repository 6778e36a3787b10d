"""A form for every step of a callback that asks for something (RULES 1.3)."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from callbacks.models import ALWAYS_ASKED, AttemptResult, Callback, Method, Rating
from callbacks.transitions.planning import callers
from propertyservice.organisation.models import Staff
from propertyservice.ui.fields import Tiles
from propertyservice.ui.inputs import TextField
from propertyservice.ui.steps import ReasonForm, StepForm

LETTERS = [("", lazy("not rated")), *((r.value, r.value) for r in Rating)]


def aspect(name: str) -> forms.ChoiceField:
    """One of the paper's five aspects: A, B, C or left open."""
    label = Callback._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return forms.ChoiceField(label=label, choices=LETTERS, widget=Tiles, required=False)


class AssignForm(StepForm):
    """Who calls: never the one who is rated, nor somebody near to him."""

    caller = forms.ModelChoiceField(
        Staff.objects.none(), label=lazy("Caller"), empty_label=lazy("Choose")
    )

    def prepare(self) -> None:
        field: Any = self.fields["caller"]
        allowed = [person.pk for person in callers(self.record)]
        field.queryset = Staff.objects.filter(pk__in=allowed).order_by("name")


class AttemptForm(StepForm):
    """A try that was no answer."""

    result = forms.ChoiceField(
        label=lazy("What came of it"), choices=AttemptResult.choices, widget=Tiles
    )
    method = forms.ChoiceField(
        label=lazy("How"),
        choices=[
            (Method.PHONE, Method.PHONE.label),
            (Method.VISIT, Method.VISIT.label),
        ],
        widget=Tiles,
    )
    words = TextField(label=lazy("Note"), max_length=200, lines=2, required=False)
    asked_for_it = forms.BooleanField(
        label=lazy("The resident asked for this time"), required=False
    )

    def prepare(self) -> None:
        self.fields["method"].initial = Method.PHONE
        self.fields["result"].initial = AttemptResult.NO_ANSWER


class AnswerForm(StepForm):
    """《回访记录表》, as far as the caller fills it in."""

    wide_fields: ClassVar[tuple[str, ...]] = ("rating", "comments", "reason")

    rating = forms.ChoiceField(
        label=lazy("Opinion"), choices=Rating.choices, widget=Tiles
    )
    comments = TextField(
        label=lazy("Faults and suggestions"),
        max_length=500,
        lines=3,
        required=False,
        help_text=lazy("Needed for C, in the resident's words."),
    )
    not_fixed = forms.BooleanField(
        label=lazy("Not fixed, the resident says"), required=False
    )
    interviewee = TextField(label=lazy("Spoken to"), max_length=60)
    method = forms.ChoiceField(label=lazy("How"), choices=Method.choices, widget=Tiles)
    timeliness = aspect("timeliness")
    quality = aspect("quality")
    attitude = aspect("attitude")
    charging = aspect("charging")
    cleanliness = aspect("cleanliness")
    interviewee_sign = TextField(
        label=lazy("Resident's sign"),
        max_length=60,
        required=False,
        help_text=lazy("For a visit."),
    )
    asked_for_it = forms.BooleanField(
        label=lazy("The resident asked for this time"), required=False
    )

    def prepare(self) -> None:
        self.fields["interviewee"].initial = self.record.resident_name
        self.fields["method"].initial = Method.PHONE
        for name in ALWAYS_ASKED:
            self.fields[name].initial = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("rating") == Rating.C and not data.get("comments", "").strip():
            self.add_error(
                "comments",
                _("Write down what the resident is not satisfied with."),
            )
        visit = data.get("method") == Method.VISIT
        if visit and not data.get("interviewee_sign", "").strip():
            self.add_error("interviewee_sign", _("A visit is signed by the resident."))
        return data


class RefusedForm(StepForm):
    """The resident's words."""

    words = TextField(label=lazy("The resident's words"), max_length=300, lines=2)


class WrittenForm(StepForm):
    """By letter or WeChat, and what was written."""

    method = forms.ChoiceField(
        label=lazy("How"),
        choices=[
            (Method.LETTER, Method.LETTER.label),
            (Method.WECHAT, Method.WECHAT.label),
        ],
        widget=Tiles,
    )
    words = TextField(label=lazy("What was written"), max_length=300, lines=2)


class WaiverForm(ReasonForm):
    """Which other number the same matter is called under."""

    duplicate_of = TextField(label=lazy("Called under the number"), max_length=30)

    def clean_duplicate_of(self) -> str:
        number = str(self.cleaned_data["duplicate_of"]).upper()
        other = Callback.objects.visible_to(self.user).filter(
            register__number=number, office=self.record.office_id
        )
        if not other.exclude(pk=self.record.pk).exists():
            raise forms.ValidationError(
                _("“%(number)s” is no other callback of this office.")
                % {"number": number}
            )
        return number


class NoCallsForm(ReasonForm):
    """The resident's words, and for how long the wish holds."""

    words = TextField(label=lazy("The resident's words"), max_length=300, lines=2)
    days = forms.IntegerField(
        label=lazy("Holds for days"),
        min_value=0,
        max_value=3650,
        required=False,
        help_text=lazy("Leave it empty for until further notice."),
    )

    def clean_days(self) -> int:
        return self.cleaned_data["days"] or 0


class NoteForm(StepForm):
    """The supervisor's opinion."""

    note = TextField(label=lazy("Review"), max_length=500, lines=2, required=False)


class CorrectForm(StepForm):
    """A slip of the pen; the rating stays."""

    interviewee = TextField(label=lazy("Spoken to"), max_length=60)
    comments = TextField(
        label=lazy("Faults and suggestions"), max_length=500, lines=3, required=False
    )

    def prepare(self) -> None:
        for name in ("interviewee", "comments"):
            self.fields[name].initial = getattr(self.record, name)


FORMS: dict[str, type[StepForm]] = {
    "assign": AssignForm,
    "attempt": AttemptForm,
    "complete": AnswerForm,
    "refuse": RefusedForm,
    "write": WrittenForm,
    "ask_waiver": WaiverForm,
    "ask_do_not_call": NoCallsForm,
    "correct": CorrectForm,
    "review": NoteForm,
    "settle": NoteForm,
    "call_again": ReasonForm,
}


def form_of(name: str) -> type[StepForm]:
    """The form of a step by its name."""
    return FORMS.get(name, StepForm)
