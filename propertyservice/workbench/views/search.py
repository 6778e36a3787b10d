"""The one box: a single hit opens, several are listed by kind (DESIGN 3)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from propertyservice.organisation.http import StaffRequest
from propertyservice.ui.search import Hit, Provider, find_all

LONGEST = 60
SUGGESTED, LISTED = 6, 25

Found = list[tuple[Provider, list[Hit]]]


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Open the single hit, or list what was found; htmx gets the list alone."""
    term = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    short = request.htmx.target == "found"
    found = find_all(request.user, term, SUGGESTED if short else LISTED) if term else []
    if not short and (only := single(found)):
        return redirect(only.url)
    context = {"found": found, "search_term": term}
    template = "workbench/found.html" if short else "workbench/search.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def single(found: Found) -> Hit | None:
    """The hit that opens at once: the only exact one, else the only one at all."""
    hits = [hit for _provider, group in found for hit in group]
    exact = [hit for hit in hits if hit.exact]
    best = exact or hits
    return best[0] if len(best) == 1 else None
