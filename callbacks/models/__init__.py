"""The Callback Register, what it is drawn from, and what was drawn (4.3)."""

from callbacks.models.attempt import Attempt
from callbacks.models.callback import Callback, CallbackQuerySet
from callbacks.models.codes import (
    ALWAYS_ASKED,
    CLOSED,
    MOVES,
    AttemptResult,
    Excluded,
    Method,
    Outcome,
    Rating,
    Source,
    Status,
    Why,
)
from callbacks.models.people import DoNotCall, Relation
from callbacks.models.sampling import Candidate, Draw, DrawKind, Sampling, Taken

__all__ = [
    "ALWAYS_ASKED",
    "CLOSED",
    "MOVES",
    "Attempt",
    "AttemptResult",
    "Callback",
    "CallbackQuerySet",
    "Candidate",
    "DoNotCall",
    "Draw",
    "DrawKind",
    "Excluded",
    "Method",
    "Outcome",
    "Rating",
    "Relation",
    "Sampling",
    "Source",
    "Status",
    "Taken",
    "Why",
]
