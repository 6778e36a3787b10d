"""The answer to a list's request: the whole page, or its panel for htmx."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from propertyservice.organisation.http import StaffRequest
from propertyservice.ui.lists.declared import Register
from propertyservice.ui.lists.page import RegisterPage


def respond(request: StaffRequest, register: Register, **context: Any) -> HttpResponse:
    """The list page, or its panel alone when htmx asks for it."""
    htmx = request.htmx
    panel_only = htmx.target == "register" and not htmx.history_restore_request
    template = "ui/register_panel.html" if panel_only else register.template
    page = RegisterPage(register, request)
    response = render(request, template, {"page": page, **context})
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
