"""One call on the officer's page: a key for the rating, or for nobody there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from callbacks import transitions as do
from callbacks.forms.steps import aspect
from callbacks.models import ALWAYS_ASKED, AttemptResult, Callback, Method, Rating
from propertyservice.organisation.models import Staff
from propertyservice.ui.inputs import TextField

ACTS = [
    *(f"rate:{rating}" for rating in Rating.values),
    *(f"try:{result}" for result in AttemptResult.values),
    *("refuse", "unreachable"),
]


class CallForm(forms.Form):
    """What the officer hears, and the button that says how it ended."""

    act = forms.ChoiceField(choices=[(a, a) for a in ACTS], widget=forms.HiddenInput)
    comments = TextField(
        label=lazy("What the resident says"),
        max_length=300,
        lines=3,
        required=False,
        help_text=lazy("Needed for C and for a refusal, in the resident's words."),
    )
    not_fixed = forms.BooleanField(
        label=lazy("Not fixed, the resident says"), required=False
    )
    interviewee = TextField(label=lazy("Spoken to"), max_length=60, required=False)
    timeliness = aspect("timeliness")
    quality = aspect("quality")
    attitude = aspect("attitude")
    charging = aspect("charging")
    cleanliness = aspect("cleanliness")
    asked_for_it = forms.BooleanField(
        label=lazy("The resident asked for this time"), required=False
    )

    def __init__(self, *args: Any, record: Callback, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"interviewee": record.resident_name})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        act = data.get("act", "")
        if act == f"rate:{Rating.C}" and not data.get("comments", "").strip():
            self.add_error(
                "comments", _("Write down what the resident is not satisfied with.")
            )
        if act == "refuse" and not data.get("comments", "").strip():
            self.add_error("comments", _("Write down the resident's words."))
        if act.startswith("rate:") and not data.get("interviewee", "").strip():
            self.add_error("interviewee", _("Write who answered."))
        return data

    def take(self, callback: Callback, by: Staff) -> str:
        """Take the step that was chosen; a sentence of what was recorded."""
        said = self.cleaned_data
        kind, _colon, value = said["act"].partition(":")
        asked_for_it = said["asked_for_it"]
        if kind == "rate":
            do.complete(
                callback,
                by=by,
                rating=value,
                interviewee=said["interviewee"],
                method=Method.PHONE,
                comments=said["comments"],
                not_fixed=said["not_fixed"],
                asked_for_it=asked_for_it,
                **{name: said[name] for name in ALWAYS_ASKED},
            )
            words = str(Rating(value).label)
            if callback.follow_up_id:
                words = _("%(rating)s: being put right under %(number)s") % {
                    "rating": words,
                    "number": callback.follow_up,
                }
        elif kind == "try":
            do.attempt(
                callback,
                by=by,
                result=value,
                words=said["comments"][:200],
                asked_for_it=asked_for_it,
            )
            words = str(AttemptResult(value).label)
        elif kind == "refuse":
            do.refuse(callback, by=by, words=said["comments"])
            words = str(do.refuse.label)
        else:
            do.unreachable(callback, by=by)
            words = str(do.unreachable.label)
        return _("%(number)s: %(words)s.") % {"number": callback, "words": words}
