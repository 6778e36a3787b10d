"""Offices, their hours, departments and staff, for those who administer them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from propertyservice.audit.admin import ReadOnlyAdmin, of_own_offices
from propertyservice.organisation import posts, second_factor
from propertyservice.organisation.models import (
    Appointment,
    Company,
    Department,
    Office,
    OfficeHours,
    Staff,
)
from propertyservice.organisation.passwords import GivenPasswordForm, tell_given


class OwnOffices:
    """Choices and lists narrowed to the offices of whoever looks."""

    office_path = "office"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)  # type: ignore[misc]
        return of_own_offices(request, rows, self.office_path)

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Foreign keys offer own offices, and the people who work there."""
        related: type[Model] = db_field.remote_field.model
        if related is Office:
            kwargs["queryset"] = of_own_offices(request, Office.objects.all(), "pk")
        elif related is Staff:
            kwargs["queryset"] = of_own_offices(request, Staff.objects.all())
        return super().formfield_for_foreignkey(  # type: ignore[misc]
            db_field, request, **kwargs
        )


class OfficeForm(forms.ModelForm):  # type: ignore[type-arg]
    """An office; posts with a second factor are ticked, not typed."""

    second_factor_posts = forms.MultipleChoiceField(
        label=gettext_lazy("Posts that need a second factor"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(post.code, str(post.label)) for post in posts.every()],
    )

    class Meta:
        model = Office
        fields = (
            "code",
            "name",
            "company",
            "kind",
            "city",
            "grade",
            "phone",
            "address",
            "second_factor_posts",
        )


class HoursInline(admin.TabularInline):  # type: ignore[type-arg]
    """The service windows of each day."""

    model = OfficeHours
    extra = 0


class DepartmentInline(OwnOffices, admin.TabularInline):  # type: ignore[type-arg]
    """The departments and their heads."""

    model = Department
    extra = 0


@admin.register(Office)
class OfficeAdmin(OwnOffices, admin.ModelAdmin):  # type: ignore[type-arg]
    """An office with its hours and departments. Its code stands in numbers for good."""

    office_path = "pk"
    form = OfficeForm
    list_display = ("code", "name", "kind", "city", "grade", "company")
    list_select_related = ("company",)
    inlines = (HoursInline, DepartmentInline)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("code", "company", "kind") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Company)
class CompanyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The legal persons; for the superuser."""

    list_display = ("name", "kind", "phone")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StaffCreationForm(AdminUserCreationForm):  # type: ignore[type-arg]
    """A new member of staff with a first password."""

    class Meta:
        model = Staff
        fields = ("username", "name", "phone", "office")


class StaffChangeForm(UserChangeForm):  # type: ignore[type-arg]
    """A member of staff; the password has its own page."""

    class Meta:
        model = Staff
        fields = "__all__"


def _within(request: HttpRequest, person: Staff) -> bool:
    """Whether a person acts only in offices of the user; a superuser may change all."""
    user: Any = request.user
    if user.is_superuser:
        return True
    return not person.is_superuser and person.office_ids <= user.office_ids


RECORDED = ("last_login", "date_joined", "password_set_by", "password_set_at")


@admin.register(Staff)
class StaffAdmin(OwnOffices, UserAdmin):  # type: ignore[type-arg]
    """People of own offices. Who leaves is set inactive; nobody is deleted."""

    form = StaffChangeForm
    add_form = StaffCreationForm
    change_password_form = GivenPasswordForm
    list_display = ("username", "name", "phone", "office", "is_active")
    list_filter = ("is_active", "office")
    list_select_related = ("office",)
    search_fields = ("username", "name", "phone")
    ordering = ("username",)
    filter_horizontal = ()
    actions = ("reset_second_factor",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (
            gettext_lazy("Person"),
            {"fields": ("name", "phone", "email", "office", "trades", "is_active")},
        ),
        (gettext_lazy("Record"), {"fields": RECORDED}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "username",
                    "name",
                    "phone",
                    "office",
                    "usable_password",
                    "password1",
                    "password2",
                ),
            },
        ),
    )
    readonly_fields = RECORDED

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:  # type: ignore[override]
        """Everybody belongs to an office, except who was made on the command line."""
        form = super().get_form(request, obj, **kwargs)
        if "office" in form.base_fields:
            form.base_fields["office"].required = True
        return form

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        """A first password is given, too."""
        super().save_model(request, obj, form, change)
        if not change:
            tell_given(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes the account, and so the password, of who may do more."""
        if obj is not None and not _within(request, obj):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=gettext_lazy("Reset the second factor"))
    def reset_second_factor(
        self, request: HttpRequest, queryset: QuerySet[Staff]
    ) -> None:
        """For a lost phone: the next login sets the app up anew."""
        user: Any = request.user
        people = [person for person in queryset if _within(request, person)]
        for person in people:
            second_factor.reset(person, by=user)
        if people:
            names = "、".join(person.name for person in people)
            said = _("%(names)s: the next login sets the second factor up anew.")
            self.message_user(request, said % {"names": names}, messages.SUCCESS)
        if refused := [person.name for person in queryset if person not in people]:
            said = _("%(names)s may do more than you. Ask the head office to reset it.")
            said %= {"names": "、".join(refused)}
            self.message_user(request, said, messages.ERROR)


@admin.register(Appointment)
class AppointmentAdmin(OwnOffices, ReadOnlyAdmin):
    """Who holds which post; /posts/ is the way to change it. A superuser makes the
    first manager here."""

    list_display = ("post_label", "holder", "office", "starts_on", "ends_on", "deputy")
    list_filter = ("post",)
    list_select_related = ("holder", "office", "deputy")
    fields = (
        "post",
        "company",
        "office",
        "holder",
        "starts_on",
        "ends_on",
        "deputy",
        "deputy_from",
        "deputy_to",
    )

    @admin.display(description=gettext_lazy("post"))
    def post_label(self, appointment: Appointment) -> str:
        """The post in words."""
        return posts.label(appointment.post)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """The post is chosen, not typed."""
        if db_field.name == "post":
            choices = [(post.code, str(post.label)) for post in posts.every()]
            return forms.ChoiceField(label=db_field.verbose_name, choices=choices)
        return super().formfield_for_dbfield(db_field, request, **kwargs)
