"""What a refusal of the database means, in the user's words.

Every constraint has a sentence that says what is wrong and what to do; a test fails on
a name without one.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

_sentences: dict[str, str | Promise] = {
    "audit_print_numbered_once": lazy(
        "Somebody has just printed the same paper. Print it again."
    ),
}


def register(sentences: Mapping[str, str | Promise]) -> None:
    """Say what each constraint of an app means."""
    _sentences.update(sentences)


def known(name: str) -> bool:
    """Whether a constraint has its sentence."""
    return name in _sentences


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint that refused, or an empty string."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def sentence(error: IntegrityError) -> str:
    """The sentence for a refusal of the database."""
    name = constraint_of(error)
    if name in _sentences:
        return str(_sentences[name])
    return _("These values don't fit what is recorded. Reload the page and try again.")
