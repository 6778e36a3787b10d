"""The answer to a request for paper: a page in print style, numbered and logged."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from propertyservice.organisation.http import StaffRequest
from propertyservice.organisation.models import Office
from propertyservice.printing.log import record_print


def print_page(
    request: StaffRequest,
    template: str,
    context: dict[str, Any],
    *,
    subject: str,
    office: Office,
    url: str,
    form: str = "",
) -> HttpResponse:
    """Render a form for paper; the caller has checked the right to see it.

    ``template`` extends ``print_base.html`` and finds ``printed`` (printing.log.Print)
    beside ``context``. ``subject`` is the number on the paper, ``form`` tells several
    forms of one subject apart (the template's name by default), ``url`` is the page
    that the QR code opens (``{% qr printed.url %}``). All copies (联) of one page
    are one print.
    """
    printed = record_print(
        subject=subject,
        form=form or template.rpartition("/")[2].removesuffix(".html"),
        by=request.user,
        office=office,
        url=request.build_absolute_uri(url),
    )
    response = render(request, template, {**context, "printed": printed})
    response["Cache-Control"] = "no-store"
    return response
