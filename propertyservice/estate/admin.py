"""Buildings, homes and places for those who keep them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import (
    HttpRequest,
)
from django.utils.translation import gettext as _

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
from propertyservice.organisation.models import Office

VIEW, MAINTAIN = "estate.view", "estate.maintain"


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
    """Homes and shops; the list leads to the page that takes over a roster."""

    form = UnitForm
    list_display = ("code", "building", "use", "gross_floor_area", "delivered_on")
    list_select_related = ("building",)
    list_filter = ("office", "use")
    search_fields = ("code",)
    ordering = ("office", "sort_key")
    change_list_template = "admin/estate/unit/change_list.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("building", "stairwell", "room") if obj else ()


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
