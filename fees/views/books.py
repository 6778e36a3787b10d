"""Receipt books: issued, returned, and a number spoiled (票据领用核销; RULES 4.5)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fees.forms.books import IssueForm, SpoilForm
from fees.models import VIEW, ReceiptBook
from fees.transitions import books
from fees.transitions.books import ISSUE
from fees.transitions.paying import CHARGE
from propertyservice.organisation.http import StaffRequest, permission
from propertyservice.organisation.models import Office
from propertyservice.ui.toasts import toast
from propertyservice.workflow.transitions import Refused

LATEST = 100


@require_http_methods(["GET", "HEAD", "POST"])
@permission(VIEW)
def index(request: StaffRequest) -> HttpResponse:
    """The register of books, and the form that issues the next one."""
    user = request.user
    offices = user.offices_for(ISSUE)
    form = IssueForm(request.POST or None, offices=offices)
    if request.method == "POST":
        if not offices:
            raise PermissionDenied(_("Your post does not include this act."))
        if form.is_valid():
            try:
                book = books.issue(by=user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, refusal)
            else:
                toast(request, _("Book %(book)s is issued.") % {"book": book})
                return redirect("fees:books")
    seen = ReceiptBook.objects.filter(office__in=user.offices_for(VIEW))
    rows = seen.select_related("office", "holder", "issued_by", "returned_to")
    context = {
        "form": form if offices else None,
        "books": list(rows.order_by("-pk")[:LATEST]),
        "may_issue": offices,
        "may_spoil": user.may_anywhere(CHARGE),
    }
    return render(request, "fees/books.html", context)


@require_POST
@permission(ISSUE)
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """A book is returned; what is left of it is never used."""
    seen = ReceiptBook.objects.filter(office__in=request.user.offices_for(VIEW), pk=pk)
    book = seen.first()
    if book is None:
        raise Http404(_("There is no such book."))
    try:
        books.take_back(book, by=request.user)
    except Refused as refusal:
        toast(request, " ".join(refusal.messages))
    return redirect("fees:books")


@require_http_methods(["GET", "HEAD", "POST"])
@permission(CHARGE)
def spoil(request: StaffRequest) -> HttpResponse:
    """The next number never became a receipt (edge case 78)."""
    offices = Office.objects.filter(pk__in=request.user.offices_for(CHARGE))
    office = offices.order_by("code").first()
    mine = ReceiptBook.objects.filter(
        office=office,
        holder=request.user,
        returned_at=None,
        next_number__lte=F("last_number"),
    )
    book = mine.order_by("first_number").first()
    facts = {"number": book.next_number} if book else None
    form = SpoilForm(request.POST or None, initial=facts)
    if request.method == "POST" and form.is_valid() and office:
        try:
            number = books.spoil(office, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            toast(request, _("Number %(number)s is spoiled.") % {"number": number})
            return redirect("fees:counter")
    return render(request, "fees/spoil.html", {"form": form, "book": book})
