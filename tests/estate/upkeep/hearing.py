"""The days of the examples, and an ear for what is announced."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.dispatch import Signal

MAY, JUNE = date(2026, 5, 31), date(2026, 6, 1)


class Heard:
    """What a signal said."""

    def __init__(self, signal: Signal) -> None:
        self.calls: list[dict[str, Any]] = []
        self.signal = signal

    def __enter__(self) -> Heard:
        self.signal.connect(self._note)
        return self

    def __exit__(self, *_: object) -> None:
        self.signal.disconnect(self._note)

    def _note(self, sender: Any, **said: Any) -> None:
        self.calls.append(said)
