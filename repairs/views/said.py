"""How the timeline of a repair says what its steps noted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from propertyservice.ledger.money import show
from propertyservice.ui.timeline import Choices, Words, as_is, moment, of
from repairs.forms.steps import METHODS, OUTCOMES
from repairs.models import Channel, Relation, Size, Trade

CHOICES: Choices = {
    "trade": dict(Trade.choices),
    "relation": dict(Relation.choices),
}
WORDS: Words = {
    "channel": (lazy("Channel"), of(Channel.choices)),
    "task_no": (lazy("Task sheet"), as_is),
    "technician": (lazy("Repairer"), as_is),
    "before": (lazy("Before"), as_is),
    "after": (lazy("After"), as_is),
    "size": (lazy("Size of the work"), of(Size.choices)),
    "cause": (lazy("Cause"), as_is),
    "price_item": (lazy("Price item"), as_is),
    "amount": (lazy("Quote"), lambda value: show(str(value))),
    "result": (lazy("Result"), as_is),
    "work_done": (lazy("Work done"), as_is),
    "next": (lazy("Next action on"), as_is),
    "until": (lazy("Until"), moment),
    "remark": (lazy("Completion"), as_is),
    "party": (lazy("Referred to"), as_is),
    "their_no": (lazy("Their number"), as_is),
    "answer": (lazy("Answer"), as_is),
    "method": (lazy("How"), of(METHODS)),
    "outcome": (lazy("Outcome"), of(OUTCOMES)),
    "words": (lazy("Said"), as_is),
    "asked_by": (lazy("Asked by"), as_is),
    "incident": (lazy("Incident"), as_is),
    "unit": (lazy("Room"), as_is),
    "name": (lazy("Name"), as_is),
    "whom": (lazy("Chased"), as_is),
    "count": (lazy("Households"), as_is),
    "copy": (lazy("Copy"), as_is),
    "photos": (lazy("Photos"), as_is),
    "reason": (lazy("Reason"), as_is),
}
