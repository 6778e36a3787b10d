"""Buildings, homes and places for those who keep them; the roster's page."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from propertyservice.audit.admin import of_own_offices
from propertyservice.estate.models import (
    Building,
    ParkingSpace,
    Person,
    Place,
    Stairwell,
    Unit,
    Vehicle,
)
from propertyservice.estate.roster import Report, import_roster
from propertyservice.estate.roster.counting import lines_of
from propertyservice.organisation.models import Office

VIEW, MAINTAIN, IMPORT = "estate.view", "estate.maintain", "estate.import_roster"
KEPT_SECONDS = 30 * 60
SHOWN = 200


class EstateAdmin(admin.ModelAdmin):
    """Rows of own offices: seen with ``estate.view``, kept with ``estate.maintain``."""

    change_right = MAINTAIN
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return of_own_offices(request, super().get_queryset(request))

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Foreign keys offer what belongs to own offices."""
        related: type[Model] = db_field.remote_field.model
        where = "pk" if related is Office else "office"
        rows = related._default_manager.all()
        kwargs["queryset"] = of_own_offices(request, rows, where)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may(request, VIEW, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _may(request, self.change_right, None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may(request, self.change_right, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _may(request: HttpRequest, right: str, obj: Any) -> bool:
    user: Any = request.user
    if user.is_superuser:
        return True
    return user.may_anywhere(right) if obj is None else user.may(right, obj.office_id)


@admin.register(Building)
class BuildingAdmin(EstateAdmin):
    """Buildings; the code is part of every unit's address and stays."""

    list_display = ("code", "name", "office", "order")
    list_select_related = ("office",)
    list_filter = ("office",)
    search_fields = ("code", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("office", "code") if obj else ()


@admin.register(Stairwell)
class StairwellAdmin(EstateAdmin):
    """Stairwells (单元) of the buildings."""

    list_display = ("building", "code", "office")
    list_select_related = ("building", "office")
    list_filter = ("office",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("building", "code") if obj else ()


class UnitForm(forms.ModelForm):
    """A unit, whose stairwell belongs to its building."""

    class Meta:
        model = Unit
        fields = (
            "building",
            "stairwell",
            "room",
            "floor",
            "gross_floor_area",
            "inner_area",
            "layout",
            "use",
            "delivered_on",
            "note",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        building, stairwell = data.get("building"), data.get("stairwell")
        if building and stairwell and stairwell.building_id != building.pk:
            self.add_error("stairwell", _("This stairwell is of another building."))
        return data


@admin.register(Unit)
class UnitAdmin(EstateAdmin):
    """Homes and shops, and the page that takes over a roster."""

    form = UnitForm
    list_display = ("code", "building", "use", "gross_floor_area", "delivered_on")
    list_select_related = ("building",)
    list_filter = ("office", "use")
    search_fields = ("code",)
    ordering = ("office", "sort_key")
    change_list_template = "admin/estate/unit/change_list.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("building", "stairwell", "room") if obj else ()

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view(self.roster)
        return [path("roster/", page, name="estate_roster"), *super().get_urls()]

    def roster(self, request: HttpRequest) -> HttpResponse:
        """Upload a roster, look at what it would do, take it over."""
        user: Any = request.user
        offices = Office.objects.filter(pk__in=user.offices_for(IMPORT))
        if not offices:
            raise PermissionDenied(_("Your post does not include this act."))
        form = RosterForm(offices, request.POST or None, request.FILES or None)
        report = None
        if request.method == "POST" and form.is_valid():
            report = form.run(user.pk, dry_run="apply" not in request.POST)
            if report and report.is_good and not report.dry_run:
                self.message_user(request, lines_of(report)[-1])
                return HttpResponseRedirect(reverse("admin:estate_unit_changelist"))
        return TemplateResponse(
            request,
            "admin/estate/unit/roster.html",
            self._context(request, form, report),
        )

    def _context(
        self, request: HttpRequest, form: RosterForm, report: Report | None
    ) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": _("Take over a roster"),
            "opts": self.model._meta,
            "form": form,
            "report": report,
            "lines": lines_of(report) if report else [],
            "problems": report.problems[:SHOWN] if report else [],
            "findings": report.findings[:SHOWN] if report else [],
            "may_apply": bool(report and report.is_good and report.dry_run),
        }


class RosterForm(forms.Form):
    """The file, and for which office; after a preview it is kept for a while."""

    office = forms.ModelChoiceField(
        Office.objects.none(), label=gettext_lazy("Office"), empty_label=None
    )
    file = forms.FileField(
        label=gettext_lazy("Excel file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods"}),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, offices: QuerySet[Office], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["office"]
        field.queryset = offices

    def run(self, user_id: int, *, dry_run: bool) -> Report | None:
        """Preview or take over; None with an error at the field when that fails."""
        data = self._bytes(user_id)
        if data is None:
            self.add_error("file", _("Choose the file again."))
            return None
        try:
            report = import_roster(self.cleaned_data["office"], data, dry_run=dry_run)
        except ValidationError as refusal:
            self.add_error("file", refusal)
            return None
        self.data = {**cast(Any, self.data).dict(), "kept": self._keep(user_id, data)}
        return report

    def _bytes(self, user_id: int) -> bytes | None:
        if upload := self.cleaned_data["file"]:
            return bytes(upload.read())
        found: bytes | None = cache.get(_kept_as(user_id, self.cleaned_data["kept"]))
        return found

    def _keep(self, user_id: int, data: bytes) -> str:
        token = self.cleaned_data["kept"] or get_random_string(24)
        cache.set(_kept_as(user_id, token), data, KEPT_SECONDS)
        return token


def _kept_as(user_id: int, token: str) -> str:
    return f"roster-{user_id}-{token[:24]}"


@admin.register(Place)
class PlaceAdmin(EstateAdmin):
    """Common parts, floors and equipment rooms."""

    list_display = ("code", "name", "kind", "building", "office")
    list_select_related = ("building", "office")
    list_filter = ("office", "kind")
    search_fields = ("code", "name")


@admin.register(ParkingSpace)
class ParkingSpaceAdmin(EstateAdmin):
    """Parking spaces and the units that use them."""

    list_display = ("code", "unit", "office")
    list_select_related = ("unit", "office")
    list_filter = ("office",)
    search_fields = ("code",)
    raw_id_fields = ("unit",)


@admin.register(Vehicle)
class VehicleAdmin(EstateAdmin):
    """Cars and whose they are."""

    list_display = ("plate", "unit", "space", "office")
    list_select_related = ("unit", "space", "office")
    list_filter = ("office",)
    search_fields = ("plate",)
    raw_id_fields = ("unit", "person", "space")


@admin.register(Person)
class PersonAdmin(EstateAdmin):
    """Names and legal holds; everything else happens on the household page."""

    change_right = "estate.erase"
    fields = ("name", "legal_hold", "erased_at", "merged_into")
    readonly_fields = ("erased_at", "merged_into")
    list_display = ("name", "office", "legal_hold", "erased_at")
    list_select_related = ("office",)
    list_filter = ("office",)
    search_fields = ("name", "name_pinyin")
    ordering = ("name_pinyin", "pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
