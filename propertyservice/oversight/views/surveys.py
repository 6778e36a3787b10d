"""Surveys: begin, print the sheets, enter what came back, the result (2.0.6)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from propertyservice.organisation.http import StaffRequest, asked, key_of, permission
from propertyservice.organisation.models import Staff
from propertyservice.oversight import surveys as verbs
from propertyservice.oversight.forms import BeginForm, MeasuresForm, SheetForm
from propertyservice.oversight.models import ASPECTS, Rating, Survey, SurveySheet
from propertyservice.printing.views import print_page
from propertyservice.ui.toasts import toast
from propertyservice.workflow.transitions import Refused

BATCH = 50
LATEST = 12
SAID = 40
FORM = ["GET", "HEAD", "POST"]


@require_safe
@permission(verbs.ENTER)
def index(request: StaffRequest) -> HttpResponse:
    """Every survey of one's offices against its targets."""
    found = list(seen_by(request.user).select_related("office")[:100])
    outcomes = verbs.outcomes(found)
    context = {
        "surveys": [(each, outcomes[each.pk]) for each in found],
        "may_run": request.user.may_anywhere(verbs.RUN),
    }
    return render(request, "oversight/surveys.html", context)


@require_http_methods(FORM)
@permission(verbs.RUN)
def new(request: StaffRequest) -> HttpResponse:
    """Begin the year's survey: a numbered sheet for every home lived in."""
    today = timezone.localdate()
    form = BeginForm(
        request.POST or None,
        user=request.user,
        initial={"year": today.year, "starts_on": today},
    )
    if request.method == "POST" and form.is_valid():
        try:
            survey = verbs.begin(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("year", refusal)
        else:
            toast(request, _("The sheets are ready to print."))
            return redirect(survey)
    return render(request, "oversight/survey_new.html", {"form": form})


@require_safe
@permission(verbs.ENTER)
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """The result so far; a sheet's number leads to its entry."""
    survey = survey_of(request.user, pk)
    number = asked(request, "sheet").strip().upper()
    sheet = survey.sheets.filter(number=number).first() if number else None
    if sheet:
        return redirect("oversight:survey-sheet", sheet.number)
    context = {
        **result_of(survey),
        "asked": number,
        "may_run": request.user.may(verbs.RUN, survey.office_id),
        "latest": survey.sheets.exclude(rating="")
        .select_related("unit", "entered_by")
        .order_by("-entered_at", "-pk")[:LATEST],
    }
    return render(request, "oversight/survey.html", context)


@require_http_methods(FORM)
@permission(verbs.ENTER)
def sheet(request: StaffRequest, number: str) -> HttpResponse:
    """Enter a sheet that came back; the number or its QR code leads here."""
    found = (
        SurveySheet.objects.filter(survey__in=seen_by(request.user), number=number)
        .select_related("survey__office", "unit")
        .first()
    )
    if found is None:
        raise Http404(_("There is no such sheet."))
    known = {
        "returned_on": found.returned_on or timezone.localdate(),
        "rating": found.rating,
        "comments": found.comments,
        **found.marks,
    }
    form = SheetForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            verbs.enter(
                found,
                by=request.user,
                rating=said["rating"],
                returned_on=said["returned_on"],
                marks=form.marks(),
                comments=said["comments"],
            )
        except Refused as refusal:
            form.add_error("returned_on", refusal)
        else:
            toast(request, _("Sheet %(number)s is entered.") % {"number": number})
            return redirect(found.survey)
    context = {"form": form, "sheet": found, "survey": found.survey}
    return render(request, "oversight/sheet.html", context)


@require_http_methods(FORM)
@permission(verbs.RUN)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """Close the count with what will be improved."""
    survey = survey_of(request.user, pk)
    if not request.user.may(verbs.RUN, survey.office_id):
        raise PermissionDenied(_("Your post does not include this act."))
    form = MeasuresForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.end(survey, by=request.user, measures=form.cleaned_data["words"])
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            toast(request, _("The survey has ended."))
            return redirect(survey)
    context = {"form": form, **result_of(survey)}
    return render(request, "oversight/survey_end.html", context)


@require_safe
@permission(verbs.ENTER)
def sheets(request: StaffRequest, pk: int) -> HttpResponse:
    """Fifty sheets at a time on A4, each with its number and QR code."""
    survey = survey_of(request.user, pk)
    every = survey.sheets.select_related("unit").order_by("number")
    batches = Paginator(every, BATCH)
    part = batches.get_page(key_of(request.GET.get("part", "")) or 1)
    base = request.build_absolute_uri("/")[:-1]
    rows = [
        (each, base + reverse("oversight:survey-sheet", args=[each.number]))
        for each in part
    ]
    return print_page(
        request,
        "oversight/print_sheets.html",
        {"survey": survey, "rows": rows, "part": part, "aspects": ASPECTS},
        subject=f"{survey.office.code} {survey} {part.number}",
        office=survey.office,
        url=survey.get_absolute_url(),
        form="survey_sheets",
    )


@require_safe
@permission(verbs.ENTER)
def paper(request: StaffRequest, pk: int) -> HttpResponse:
    """The result on A4."""
    survey = survey_of(request.user, pk)
    return print_page(
        request,
        "oversight/print_survey.html",
        result_of(survey),
        subject=f"{survey.office.code} {survey}",
        office=survey.office,
        url=survey.get_absolute_url(),
        form="survey",
    )


def result_of(survey: Survey) -> dict[str, Any]:
    """What page and paper say of a survey."""
    outcome = verbs.outcomes([survey])[survey.pk]
    said = survey.sheets.exclude(comments="").select_related("unit")
    return {
        "survey": survey,
        "outcome": outcome,
        "ratings": [(r.label, outcome.ratings.get(r.value, 0)) for r in Rating],
        "aspects": verbs.by_aspect(survey),
        "comments": said.order_by("-rating", "number")[:SAID],
    }


def seen_by(user: Staff) -> Any:
    """Surveys of the offices in which one runs them or enters sheets."""
    return Survey.objects.filter(office__in=user.offices_for(verbs.ENTER))


def survey_of(user: Staff, pk: int) -> Survey:
    """The survey, for whoever has to do with it; 404 otherwise."""
    found = seen_by(user).select_related("office").filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such survey."))
    survey: Survey = found
    return survey
