"""Forms of the work on site: quote, cause, waiting, finish with materials."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.files.forms import PhotosField
from propertyservice.policy.in_force import in_force
from propertyservice.ui.fields import MoneyInput, Tiles
from propertyservice.ui.inputs import PhoneField, TextField
from repairs.forms.steps import RELATIONS, TRADES, StepForm
from repairs.models import Channel, Result, SuspendReason
from repairs.transitions.back import CORRECTED

LARGEST = Decimal("999999.99")
ROWS, MOST_ROWS = 5, 30
RESULTS = [c for c in Result.choices if c[0] != Result.NO_CHARGE_QUOTE_REFUSED]


class AmountField(forms.DecimalField):
    """Yuan, not negative, two places."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_value", LARGEST)
        super().__init__(
            min_value=Decimal(0),
            max_digits=14,
            decimal_places=2,
            widget=MoneyInput,
            error_messages={"invalid": lazy("Write an amount like 12.50.")},
            **options,
        )


class QuoteForm(StepForm):
    """The price that was shown, and who accepted it (L10 8, 15)."""

    price_item = TextField(label=lazy("Price item and standard"), max_length=80)
    amount = AmountField(label=lazy("Quote (yuan)"))
    accepted_by = TextField(label=lazy("Accepted by"), max_length=60)

    def prepare(self) -> None:
        self.fields["accepted_by"].initial = self.repair.resident_name


class StartForm(StepForm):
    """What the cause is."""

    cause = TextField(label=lazy("Cause"), max_length=300, lines=2)


class NextActionField(forms.DateField):
    """The day on which somebody looks again: from today, within a year."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, **options)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        today = timezone.localdate()
        if day and not today <= day <= today + timedelta(days=365):
            raise ValidationError(
                _("%(day)s can't be right: choose a day from today on.")
                % {"day": day.isoformat()},
                code="day",
            )
        return day


class SuspendForm(StepForm):
    """Why the work waits, and when somebody looks again."""

    reason_code = forms.ChoiceField(
        label=lazy("Why"), choices=SuspendReason.choices, widget=Tiles
    )
    next_action_on = NextActionField(label=lazy("Next action on"))
    reason: Any = TextField(
        label=lazy("In words"), max_length=500, lines=2, required=False
    )

    wide_fields = ("reason_code", "reason", "photos")

    def prepare(self) -> None:
        kept = self.repair.register.office
        self.fields["reason_code"].help_text = pauses_help(kept, self.repair)


class AskSuspensionForm(SuspendForm):
    """The repairer asks; a photo of the closed door where nobody is at home."""

    reason: Any = TextField(label=lazy("In words"), max_length=500, lines=2)
    photos = PhotosField(label=lazy("Photos"), required=False)


class WorkForm(StepForm):
    """What was done and what it cost; the materials stand in ``materials``."""

    wide_fields = ("work_done", "photos", "reason")

    result = forms.ChoiceField(
        label=lazy("Result"),
        choices=RESULTS,
        initial=Result.REPAIRED,
        widget=Tiles,
    )
    work_done = TextField(label=lazy("Work done"), max_length=500, lines=2)
    labour_fee = AmountField(label=lazy("Labour (yuan)"), initial=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        data = self.data if self.is_bound else None
        self.materials = Materials(data, prefix="materials")

    def clean_labour_fee(self) -> Decimal:
        return self.cleaned_data["labour_fee"] or Decimal(0)

    def is_valid(self) -> bool:
        fields, lines = super().is_valid(), self.materials.is_valid()
        if fields and not lines:
            self.add_error(None, _("Correct the material lines marked below."))
        return fields and lines

    def details(self) -> dict[str, Any]:
        return {**super().details(), "materials": cast(Any, self.materials).lines()}


class FinishForm(WorkForm):
    """Finished and signed on the sheet."""

    resident_sign = TextField(
        label=lazy("Signed by"),
        max_length=60,
        help_text=lazy("The name on the sheet, as signed."),
    )
    resident_check = TextField(
        label=lazy("Trial and satisfaction"), max_length=100, required=False
    )
    photos = PhotosField(label=lazy("Photos of the finished work"), required=False)

    def prepare(self) -> None:
        self.fields["resident_sign"].initial = self.repair.resident_name


class UnsignedForm(WorkForm):
    """Finished, but the resident won't sign: why, and a photo (edge case 9)."""

    reason: Any = TextField(label=lazy("Why there is no sign"), max_length=500, lines=2)
    photos = PhotosField(label=lazy("Photos of the finished work"), required=False)


class HandInForm(UnsignedForm):
    """Common parts: handed in for the supervisor's inspection."""

    reason: Any = TextField(label=lazy("For the supervisor"), max_length=500, lines=2)


class CorrectForm(StepForm):
    """What was written down wrongly; the old words stay in the timeline."""

    wide_fields = ("description", "reason")

    description = TextField(label=lazy("What is wrong"), lines=3, max_length=1000)
    resident_name = TextField(label=lazy("Name"), max_length=60)
    relation = forms.ChoiceField(label=lazy("Relation"), choices=RELATIONS)
    phone = PhoneField(required=False)
    trade = forms.ChoiceField(label=lazy("Trade"), choices=TRADES)
    remark = TextField(label=lazy("Remark"), max_length=300, required=False)
    reason: Any = TextField(label=lazy("Why it is corrected"), max_length=500, lines=2)

    def prepare(self) -> None:
        for name in CORRECTED:
            self.fields[name].initial = getattr(self.repair, name)
        needs_phone = self.repair.unit_id and self.repair.channel != Channel.PATROL
        self.fields["phone"].required = bool(needs_phone)


class MaterialForm(forms.Form):
    """One line of material."""

    name = TextField(label=lazy("Material"), max_length=60)
    spec = TextField(label=lazy("Specification"), max_length=60, required=False)
    quantity = forms.DecimalField(
        label=lazy("Quantity"),
        max_digits=10,
        decimal_places=2,
        min_value=Decimal("0.01"),
        max_value=Decimal(99999),
        widget=MoneyInput,
    )
    unit_price = AmountField(label=lazy("Unit price (yuan)"))


class _Materials(forms.BaseFormSet):  # type: ignore[type-arg]
    """Five rows to write in; more by a button where scripts run."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "missing_management_form": lazy(
            "The material lines did not arrive whole. Reload the page and enter them."
        ),
        "too_many_forms": lazy("Write at most %(num)d lines of material on a sheet."),
    }

    def lines(self) -> list[dict[str, Any]]:
        """The lines that were filled in."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data]


Materials = forms.formset_factory(
    MaterialForm, formset=_Materials, extra=ROWS, max_num=MOST_ROWS, absolute_max=60
)


def pauses_help(office: Any, repair: Any) -> str:
    """Which reasons stop the clock, from the rule in force."""
    rules = in_force(office, timezone.localdate(repair.reported_at))
    names = [str(SuspendReason(code).label) for code in rules["repair.pauses"]]
    return _("The clock stands still only for: %(reasons)s.") % {
        "reasons": _(", ").join(names)
    }
