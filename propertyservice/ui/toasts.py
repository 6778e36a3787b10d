"""Saying that something went well, with a way back where one exists (LOOK 11)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest


def toast(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Show one sentence for ten seconds; ``undo`` is an address to POST to.

    Give ``undo`` only where a transition back exists and nothing has left the house.
    """
    messages.success(request, text, extra_tags=f"undo:{undo}" if undo else "")
