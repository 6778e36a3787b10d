"""The project's pages and two of our own: a register and a form."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from propertyservice.organisation.http import StaffRequest
from propertyservice.ui import lists
from propertyservice.ui.fields import PhoneInput, Tiles
from propertyservice.ui.toasts import toast
from propertyservice.urls import urlpatterns as pages
from tests.ui.directory import Directory


class SampleForm(forms.Form):
    """A text, a choice and a phone."""

    description = forms.CharField(widget=forms.Textarea)
    trade = forms.ChoiceField(widget=Tiles, choices=[("W", "水"), ("E", "电")])
    phone = forms.CharField(widget=PhoneInput)


def directory(request: StaffRequest) -> HttpResponse:
    """The register of the tests."""
    return lists.respond(request, Directory())


def sample(request: StaffRequest) -> HttpResponse:
    """A form that is saved when it is complete."""
    form = SampleForm(request.POST or None)
    if form.is_valid():
        toast(request, "Saved")
        return redirect("directory")
    return render(request, "save_sample.html", {"form": form})


urlpatterns = [
    *pages,
    path("directory/", directory, name="directory"),
    path("sample/", sample, name="sample"),
]
