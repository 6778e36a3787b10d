"""The forms of a page as a browser would send them back."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

UNSENT = {"submit", "button", "image", "reset"}


@dataclass
class PageForm:
    """One form: where it goes, and what stands in its fields."""

    action: str
    method: str
    fields: dict[str, Any] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, kind: str, value: str | None, *, sent: bool) -> None:
        """Note a field; one that a browser would not send keeps its kind only."""
        self.kinds.setdefault(name, kind)
        if not sent:
            return
        if name in self.fields and kind == "checkbox":
            self.fields[name] = [*_many(self.fields[name]), value or ""]
        else:
            self.fields[name] = value or ""


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[PageForm] = []
        self.form: PageForm | None = None
        self.named: dict[str, PageForm] = {}
        self.text = self.chosen = ""
        self.options: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        if tag == "form":
            method = (at.get("method") or "get").lower()
            self.form = PageForm(at.get("action") or "", method)
            self.found.append(self.form)
            return
        if tag == "option":
            self.options.append(at.get("value") or "")
            if "selected" in at:
                self.chosen = at.get("value") or ""
        name = at.get("name")
        if self.form is None or not name:
            return
        if tag == "input":
            kind = at.get("type") or "text"
            off = kind in ("checkbox", "radio") and "checked" not in at
            sent = not (off or kind in UNSENT or kind == "file")
            if kind not in UNSENT:
                self.form.put(name, kind, at.get("value"), sent=sent)
        elif tag in ("textarea", "select"):
            self.text, self.chosen, self.options = name, "", []
            self.form.put(name, tag, "", sent=True)

    def handle_data(self, data: str) -> None:
        if self.text and self.form and self.form.kinds.get(self.text) == "textarea":
            self.form.fields[self.text] = data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select" and self.form and self.text:
            first = self.options[0] if self.options else ""
            self.form.fields[self.text] = self.chosen or first
        if tag in ("textarea", "select"):
            self.text = ""


def forms_of(page: str) -> list[PageForm]:
    """Every form of a page, in its order."""
    reader = _Reader()
    reader.feed(page)
    return reader.found
