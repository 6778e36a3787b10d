"""Photos and papers added to a case outside of a step."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from propertyservice.files.forms import PhotosField


class PhotosForm(forms.Form):
    """One or several photos or papers."""

    photos = PhotosField(label=_("Photos"))
