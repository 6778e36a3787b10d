"""How the timeline of a complaint says what its steps noted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from complaints.models import Category, Channel, Level, Method, Rating, Validity
from propertyservice.ledger.money import show
from propertyservice.ui.timeline import Choices, Words, as_is, moment, of

CALL_RESULTS = [
    *Rating.choices,
    ("UNREACHABLE", lazy("Unreachable")),
    ("REFUSED", lazy("Refused to be called")),
    ("WAIVED", lazy("Not called: a duplicate")),
]
CHOICES: Choices = {}
WORDS: Words = {
    "channel": (lazy("How it came"), of(Channel.choices)),
    "level": (lazy("Level"), of(Level.choices)),
    "category": (lazy("Category"), of(Category.choices)),
    "validity": (lazy("Valid or not"), of(Validity.choices)),
    "before": (lazy("Before"), of(Level.choices)),
    "department": (lazy("Department"), as_is),
    "handler": (lazy("Receiver"), as_is),
    "ground": (lazy("Reason told"), as_is),
    "method": (lazy("How"), of(Method.choices)),
    "words": (lazy("Said"), as_is),
    "name": (lazy("Name"), as_is),
    "opinion": (lazy("Opinion"), of(Rating.choices)),
    "investigation": (lazy("Investigation"), as_is),
    "proposal": (lazy("Proposal"), as_is),
    "outcome": (lazy("Outcome"), as_is),
    "corrective_action": (lazy("Corrective action"), as_is),
    "photos": (lazy("Photos"), as_is),
    "callback": (lazy("Callback"), as_is),
    "rating": (lazy("Rating"), of(CALL_RESULTS)),
    "until": (lazy("Until"), moment),
    "into": (lazy("Merged into"), as_is),
    "repair": (lazy("Repair"), as_is),
    "item": (lazy("Fee"), as_is),
    "amount": (lazy("Amount"), lambda value: show(str(value))),
    "count": (lazy("Complainants"), as_is),
    "whom": (lazy("Chased"), as_is),
}
