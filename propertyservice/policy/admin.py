"""Rules and the calendar in the admin: every change is a new version with a source."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from propertyservice.audit.admin import ReadOnlyAdmin
from propertyservice.organisation.http import key_of
from propertyservice.organisation.models import Office
from propertyservice.policy import changing, definitions, overview
from propertyservice.policy.forms import RuleForm, YearForm
from propertyservice.policy.in_force import in_force
from propertyservice.policy.models import CalendarYear, RuleVersion
from propertyservice.policy.warnings import missing_years


class VerbAdmin(ReadOnlyAdmin):
    """An admin form whose values go through a verb, with its rights and sentences.

    The verb runs while the form is cleaned, so that its refusals stand at the fields;
    if anything is refused, nothing is left behind.
    """

    def verb(self, request: HttpRequest, form: ModelForm, values: Any) -> Any:  # type: ignore[type-arg]
        """Do what the form asks; gives the saved row."""
        raise NotImplementedError

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:  # type: ignore[override]
        """The form, with the verb as the last step of its cleaning."""
        base, verb = super().get_form(request, obj, **kwargs), self.verb

        class Acting(base):  # type: ignore[misc, valid-type]
            """The same form; ``clean`` acts once every field is right."""

            def clean(self) -> Any:
                values = super().clean() or self.cleaned_data
                if not self.errors:
                    self._act(values)
                return values

            def _act(self, values: Any) -> None:
                try:
                    with transaction.atomic():
                        self.instance = verb(request, self, values)
                except PermissionDenied as refusal:
                    self.add_error(None, str(refusal))
                except ValidationError as refusal:
                    self.add_error(None, refusal)

            def _post_clean(self) -> None:
                """The verb has cleaned and saved."""

        return Acting

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        return form.instance

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: bool
    ) -> None:
        """The verb has saved."""

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        """There is nothing related."""


def _now(key: str, user: Any, office: str) -> Any:
    """What a rule says today in an office of the user's, else its default."""
    own = Office.objects.all()
    if not user.is_superuser:
        own = own.filter(pk__in=user.offices_for(changing.CHANGE_RULE))
    chosen = own.filter(pk=key_of(office) or 0).first()
    if chosen is None:
        return definitions.get(key).default
    return in_force(chosen, timezone.localdate())[key]


@admin.register(RuleVersion)
class RuleVersionAdmin(VerbAdmin):
    """Versions of rules: a new one ends the one before, none is ever rewritten."""

    form = RuleForm
    list_display = (
        "label",
        "shown",
        "place",
        "effective_from",
        "effective_to",
        "source",
        "confidence",
        "set_by",
    )
    list_filter = ("confidence", "office", "grade")
    list_select_related = ("office", "set_by")
    search_fields = ("key", "source")
    ordering = ("key", "-effective_from")
    fieldsets = (
        (None, {"fields": ("key", "value", "effective_from")}),
        (gettext_lazy("Where it holds"), {"fields": ("office", "city", "grade")}),
        (
            gettext_lazy("Why"),
            {"fields": ("source", "confidence", "reason", "correction")},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[RuleVersion]:
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        own = request.user.office_ids  # type: ignore[union-attr]
        return rows.filter(Q(office=None) | Q(office__in=own))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.fieldsets
        shown = ("key", "value", "effective_from", "effective_to", "office", "city")
        why = ("grade", "source", "confidence", "reason", "set_by", "set_at")
        return ((None, {"fields": shown + why}),)

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:  # type: ignore[override]
        if obj is not None:
            return admin.ModelAdmin.get_form(self, request, obj, **kwargs)
        form = super().get_form(request, obj, **kwargs)
        own = Office.objects.all()
        if not request.user.is_superuser:
            right = changing.CHANGE_RULE
            own = own.filter(pk__in=request.user.offices_for(right))  # type: ignore[union-attr]
        form.base_fields["office"].queryset = own
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The value that holds now, ready to be changed."""
        initial = {**super().get_changeform_initial_data(request)}
        key = str(initial.get("key", ""))
        if definitions.known(key):
            initial["value"] = _now(key, request.user, str(initial.get("office", "")))
        return initial

    def verb(self, request: HttpRequest, form: ModelForm, values: Any) -> RuleVersion:  # type: ignore[type-arg]
        where = changing.Where(
            office=values.pop("office"),
            city=values.pop("city"),
            grade=values.pop("grade"),
        )
        return changing.set_rule(by=request.user, where=where, **values)  # type: ignore[arg-type]

    @admin.display(description=gettext_lazy("rule"), ordering="key")
    def label(self, version: RuleVersion) -> str:
        """The rule in words, with its key."""
        return f"{version} ({version.key})"

    @admin.display(description=gettext_lazy("value"))
    def shown(self, version: RuleVersion) -> str:
        """The value in words, with its unit."""
        if not definitions.known(version.key):
            return overview.show(version.value)
        rule = definitions.get(version.key)
        return f"{overview.shown(rule, version.value)} {rule.unit}".strip()

    @admin.display(description=gettext_lazy("holds"))
    def place(self, version: RuleVersion) -> str:
        """Where it holds."""
        named = version.office or version.city or version.get_grade_display()
        return str(named or _("everywhere"))


@admin.register(CalendarYear)
class CalendarYearAdmin(VerbAdmin):
    """The years of the working-day calendar, loaded from the yearly notice."""

    form = YearForm
    list_display = ("year", "source", "loaded_at")
    ordering = ("-year",)
    fields = ("year", "source", "file", "reason")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_change_permission(self, request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("year", "listed") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.fields, "listed") if obj else self.fields

    @admin.display(description=gettext_lazy("Days that differ from an ordinary week"))
    def listed(self, year: CalendarYear) -> str:
        """The year's days, to read; a file puts them right."""
        days = year.days.all()
        return format_html_join(
            "", "<div>{} {}</div>", ((day, day.name) for day in days)
        )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Say which years are missing."""
        for year in missing_years(timezone.localdate()):
            self.message_user(
                request,
                _("The calendar of %(year)s is not loaded yet.") % {"year": year},
                messages.WARNING,
            )
        return super().changelist_view(request, extra_context)

    def verb(self, request: HttpRequest, form: ModelForm, values: Any) -> CalendarYear:  # type: ignore[type-arg]
        year = form.instance.pk or values["year"]
        changing.set_year(
            year=year,
            days=values["file"],
            source=values["source"],
            reason=values["reason"],
            by=request.user,  # type: ignore[arg-type]
        )
        return CalendarYear.objects.get(pk=year)
