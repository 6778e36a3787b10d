"""The forms of rules and of the calendar, for the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from propertyservice.organisation.models import Grade, Office
from propertyservice.policy import definitions, overview, values
from propertyservice.policy.calendar import CalendarDay, read_lines
from propertyservice.policy.definitions import Confidence
from propertyservice.policy.models import CalendarYear, RuleVersion

LARGEST_FILE = 200_000
ENCODINGS = ("utf-8-sig", "gb18030")


class ValueField(forms.JSONField):
    """A rule's value as JSON; a share (``percent``) as people write it: 98%."""

    percent = False

    def to_python(self, value: Any) -> Any:
        if self.percent and isinstance(value, str) and value.strip():
            return values.share_of(value)
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if not self.percent or not isinstance(value, int | float):
            return super().prepare_value(value)
        return overview.percent(value if value <= 1 else value / 100)


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new version of a rule; ``policy.changing.set_rule`` takes its values."""

    key = forms.ChoiceField(label=gettext_lazy("Rule"))
    value = ValueField(
        label=gettext_lazy("Value"),
        widget=forms.TextInput,
        help_text=gettext_lazy(
            "A number, true or false, a text in quotation marks, or a list."
        ),
    )
    effective_from = forms.DateField(
        label=gettext_lazy("In force from"), initial=timezone.localdate
    )
    office = forms.ModelChoiceField(
        Office.objects.none(), label=gettext_lazy("Office"), required=False
    )
    grade = forms.ChoiceField(label=gettext_lazy("Service grade"), required=False)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "The contract, the law or the decision. Empty: as before."
        ),
    )
    confidence = forms.ChoiceField(
        label=gettext_lazy("Confidence"),
        required=False,
        choices=[("", "—"), *((each.value, each.value) for each in Confidence)],
        help_text=gettext_lazy("C when the customer has confirmed the value."),
    )
    correction = forms.BooleanField(
        label=gettext_lazy("Correction: holds for cases that have begun, too"),
        required=False,
    )

    class Meta:
        model = RuleVersion
        fields = (
            "key",
            "value",
            "effective_from",
            "office",
            "city",
            "grade",
            "source",
            "confidence",
            "reason",
        )

    def __init__(self, *args: Any, offices: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [  # type: ignore[attr-defined]
            (rule.key, f"{rule.key} · {rule.label}") for rule in definitions.every()
        ]
        self.fields["grade"].choices = [("", "—"), *Grade.choices]  # type: ignore[attr-defined]
        if offices is not None:
            self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        asked = self.data.get("key") or self.initial.get("key")
        if asked and definitions.known(asked):
            self._fit(definitions.get(asked))

    def _fit(self, rule: definitions.RuleDef) -> None:
        """Say what the rule is by default; ask for a share as people write it."""
        self.fields["key"].help_text = describe(rule)
        if rule.percent:
            self.fields["value"].percent = True  # type: ignore[attr-defined]
            self.fields["value"].help_text = _("A share: 98%, 98 or 0.98.")

    def _post_clean(self) -> None:
        """The verb cleans; the model's own checks would say it in worse words."""


def describe(rule: definitions.RuleDef) -> str:
    """What a rule is by default, in one line for the form."""
    words = {
        "value": overview.shown(rule, rule.default),
        "unit": overview.unit(rule, rule.default),
        "source": overview.told_source(str(rule.source)),
        "confidence": rule.confidence.value,
    }
    line = _(
        "Default %(value)s %(unit)s; source %(source)s; confidence %(confidence)s."
    )
    if rule.confidence is Confidence.STATUTE:
        line = f"{line} {_('A rule of law: a written reason is needed.')}"
    return line % words


class YearForm(forms.ModelForm):  # type: ignore[type-arg]
    """A year's notice as a CSV file with the columns date, kind and name."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy(
            "Columns date, kind, name; kinds HOLIDAY, REST_DAY, MAKEUP_WORKDAY; one "
            "line for each day that differs from an ordinary week."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Needed to put a loaded year right."),
    )

    class Meta:
        model = CalendarYear
        fields = ("year", "source")

    def clean_file(self) -> tuple[CalendarDay, ...]:
        """Read the file; one sentence names the line that can't be read."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_FILE:
            raise ValidationError(_("This is no calendar: the file is too large."))
        text = _decode(upload.read())
        try:
            return read_lines(text.splitlines(), upload.name)
        except ValueError as wrong:
            raise ValidationError(
                _(
                    "A line can't be read (%(line)s). Correct it and choose the "
                    "file again."
                )
                % {"line": wrong}
            ) from wrong


def _decode(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(_("The file is not text. Save it as CSV (UTF-8)."))
