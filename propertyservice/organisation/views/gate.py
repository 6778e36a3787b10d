"""Getting in: login, password, second factor."""

from __future__ import annotations

from django.contrib.auth import views as auth
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp import login as remember

from propertyservice.organisation import second_factor as factor
from propertyservice.organisation.forms import TokenForm
from propertyservice.organisation.http import (
    StaffRequest,
    local_next,
    needs_second_factor,
)
from propertyservice.organisation.passwords import OwnPasswordForm, must_choose_own

login = auth.LoginView.as_view(redirect_authenticated_user=True)
logout = auth.LogoutView.as_view(template_name="registration/logged_out.html")


class PasswordChange(auth.PasswordChangeView):
    """Change the password; the only page there is while somebody else's stands."""

    form_class = OwnPasswordForm

    def get_template_names(self) -> list[str]:
        if must_choose_own(self.request.user):  # type: ignore[arg-type]
            return ["registration/password_given.html"]
        return super().get_template_names()


password_change = PasswordChange.as_view()
password_change_done = auth.PasswordChangeDoneView.as_view()


@never_cache
@sensitive_post_parameters("token")
def second_factor(request: StaffRequest) -> HttpResponse:
    """Set up the authenticator app, or type its code; then on."""
    if request.user.is_verified():  # type: ignore[attr-defined]
        return _state(request)
    enrolling = not factor.has_app(request.user)
    form = TokenForm(request.POST or None)
    if form.is_valid():
        take = factor.confirm if enrolling else factor.verify
        try:
            device = take(request.user, form.cleaned_data["token"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            remember(request, device)
            return _codes(request) if enrolling else redirect(local_next(request))
    context = {"form": form, "next": local_next(request)}
    if enrolling:
        device = factor.pending_app(request.user)
        context |= {"qr": factor.picture(device), "secret": factor.secret(device)}
        return render(request, "organisation/second_factor_setup.html", context)
    return render(request, "registration/second_factor.html", context)


@require_POST
@never_cache
def recovery_codes(request: StaffRequest) -> HttpResponse:
    """Fresh recovery codes, shown once; only for who has just proved himself."""
    if not request.user.is_verified():  # type: ignore[attr-defined]
        raise PermissionDenied(_("Confirm the second factor first."))
    return _codes(request)


def _state(request: StaffRequest) -> HttpResponse:
    """What is set up, and how many recovery codes are left."""
    context = {
        "left": factor.recovery_codes_left(request.user),
        "required": needs_second_factor(request.user),
    }
    return render(request, "organisation/second_factor_state.html", context)


def _codes(request: StaffRequest) -> HttpResponse:
    codes = factor.new_recovery_codes(request.user)
    context = {"codes": codes, "next": local_next(request)}
    return render(request, "organisation/recovery_codes.html", context)
