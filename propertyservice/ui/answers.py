"""A form on a page of its own whose act may be refused: the sentence at its field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from propertyservice.organisation.http import StaffRequest
from propertyservice.ui.toasts import toast

Crumb = tuple[str, object]


def answer(
    request: StaffRequest,
    form: Any,
    act: Callable[[dict[str, Any]], Any],
    *,
    title: object,
    crumbs: Sequence[Crumb],
    done: object = "",
    then: Callable[[Any], Any] | str = "",
    hint: object = "",
    button: object = "",
    danger: bool = False,
    template: str = "ui/answer.html",
    **context: Any,
) -> HttpResponse:
    """Show the form; posted and valid, ``act(cleaned_data)`` is done.

    A refusal stands at the field that its code names, else above the form; what was
    typed is kept. ``then`` is where it leads: an address, or a function of what the act
    gave. The last crumb leads back.
    """
    if request.method == "POST" and form.is_valid():
        try:
            result = act(form.cleaned_data)
        except ValidationError as refusal:
            code = getattr(refusal, "code", None)
            form.add_error(code if code in form.fields else None, refusal)
        else:
            if done:
                toast(request, str(done))
            to = then(result) if callable(then) else then
            return redirect(to or crumbs[-1][0])
    shown = {
        "form": form,
        "title": title,
        "trail": crumbs,
        "back": crumbs[-1][0] if crumbs else "/",
        "hint": hint,
        "button": button,
        "danger": danger,
    }
    return render(request, template, {**shown, **context})
