"""A form field for photos and papers, for any form (LOOK 7)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from propertyservice.files.checking import MAX_COUNT, Checked, check, limit

ACCEPT = "image/jpeg,image/png,image/webp,image/heic,application/pdf"


class PhotosInput(forms.ClearableFileInput):
    """Choose several files at once; a phone offers its camera."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ACCEPT, **(attrs or {})})


class PhotosField(forms.FileField):
    """Several uploads; cleans to a list of ``files.checking.Checked``.

    Every file that can't be kept gets its own sentence at the field.
    """

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> list[Checked]:
        """Check each file. Raises ValidationError naming the files that are wrong."""
        given = data if isinstance(data, list | tuple) else [data]
        uploads = [each for each in given if each]
        if not uploads:
            super().clean(None, initial)
            return []
        most = limit(MAX_COUNT)
        if len(uploads) > most:
            raise ValidationError(
                _("Choose at most %(limit)s files at a time."),
                code="too_many",
                params={"limit": most},
            )
        return _check_all(uploads)


def _check_all(uploads: list[Any]) -> list[Checked]:
    checked: list[Checked] = []
    wrong: list[ValidationError] = []
    for upload in uploads:
        try:
            checked.append(check(upload))
        except ValidationError as refusal:
            wrong.append(refusal)
    if wrong:
        raise ValidationError(wrong)
    return checked
