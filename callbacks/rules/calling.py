"""When people are not called, and in which part of the day a call falls (RULES 2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time

Span = tuple[time, time]


def span(text: str) -> Span:
    """“20:30-08:30” as two times; the second may lie on the next day."""
    begins, ends = text.split("-")
    return time.fromisoformat(begins), time.fromisoformat(ends)


def within(at: time, spans: Iterable[Span]) -> bool:
    """Whether a local time lies in one of the half-open spans, past midnight too."""
    return any(
        begins <= at < ends if begins < ends else at >= begins or at < ends
        for begins, ends in spans
    )


def is_quiet(at: datetime, quiet: Iterable[str]) -> bool:
    """Whether nobody is called at this local moment."""
    return within(at.time(), map(span, quiet))


def daypart(at: datetime, parts: Sequence[str]) -> int:
    """The index of the part of the day that has begun last; the last one at night."""
    begun = [n for n, part in enumerate(parts) if span(part)[0] <= at.time()]
    return begun[-1] if begun else len(parts) - 1


def says_not_fixed(words: str, signs: Iterable[str]) -> bool:
    """Whether the resident's words say that it is not done (edge case 24)."""
    plain = "".join(words.split()).casefold()
    return any("".join(sign.split()).casefold() in plain for sign in signs)
