"""The forms of the posts page; the verbs of ``appointments`` take their values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.organisation import posts
from propertyservice.organisation.appointments import may_appoint
from propertyservice.organisation.models import Office, Staff


class StaffChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody of the company, with his home office."""

    def label_from_instance(self, obj: Staff) -> str:
        return f"{obj.name} · {obj.office}" if obj.office else obj.name


def colleagues(office: Office) -> QuerySet[Staff]:
    """Everybody who works for the office's company, this office first by name."""
    people: QuerySet[Staff] = Staff.objects.filter(
        office__company=office.company_id, is_active=True
    )
    return people.select_related("office").order_by("office", "name")


class AppointForm(forms.Form):
    """Who gets which post, from when to when."""

    post = forms.ChoiceField(label=_("Post"))
    holder = StaffChoice(
        label=_("Holder"),
        queryset=Staff.objects.none(),
        error_messages={"invalid_choice": _("Choose somebody of this company.")},
    )
    starts_on = forms.DateField(label=_("From"), initial=timezone.localdate)
    ends_on = forms.DateField(label=_("To, this day included"), required=False)
    replace = forms.BooleanField(
        label=_("Replace: the present appointment ends the day before"),
        required=False,
    )
    wide_fields = ("replace",)

    def __init__(self, *args: Any, office: Office, by: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [  # type: ignore[attr-defined]
            (post.code, str(post.label))
            for post in posts.every()
            if may_appoint(by, post.code, office)
        ]
        self.fields["holder"].queryset = colleagues(office)  # type: ignore[attr-defined]


class TokenForm(forms.Form):
    """One code: of the authenticator app, or a recovery code."""

    token = forms.CharField(
        label=_("Code"),
        max_length=16,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "autofocus": True,
                "spellcheck": "false",
            }
        ),
    )

    def clean_token(self) -> str:
        """Apps show the code in two groups; people type the space."""
        return str(self.cleaned_data["token"]).replace(" ", "").lower()


class EndForm(forms.Form):
    """The last day of an appointment, and why it ends."""

    last_day = forms.DateField(
        label=_("Last day"),
        initial=timezone.localdate,
        help_text=_("Choose yesterday to end the rights at once."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class DeputyForm(forms.Form):
    """Who stands in for the holder, from when to when."""

    deputy = StaffChoice(
        label=_("Deputy"),
        queryset=Staff.objects.none(),
        error_messages={"invalid_choice": _("Choose somebody of this company.")},
    )
    deputy_from = forms.DateField(label=_("From"), initial=timezone.localdate)
    deputy_to = forms.DateField(label=_("To, this day included"))

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = colleagues(office)  # type: ignore[attr-defined]
