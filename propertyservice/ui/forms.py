"""Forms of the shell itself."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SaveViewForm(forms.Form):
    """The name under which a list's filters are kept."""

    register = forms.CharField(max_length=40, widget=forms.HiddenInput)
    query = forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)
    next = forms.CharField(max_length=1200, required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name of the view"),
        max_length=30,
        error_messages={"required": _("The view needs a name. Give it one.")},
    )
    shared = forms.BooleanField(label=_("Show to colleagues"), required=False)
