"""The Chinese catalogue: extract, merge, check, compile; gettext is not needed.

update            bring locale/zh_Hans/LC_MESSAGES/django.po up to date
merge FILE.json   fill in what is missing from {English: Chinese}
check             fail on what is missing, fuzzy, left over or has other placeholders
compile           write the .mo files
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PO = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
NOT_OURS = {"tests", "tools", "benchmarks", "migrations", "static", "locale", "docs"}
KEYWORDS: dict[str, Any] = DEFAULT_KEYWORDS | {
    "lazy": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Chinese beside a half-width comma, colon, semicolon or question mark.
NARROW = re.compile(r"[\u4e00-\u9fff）”》]\s*[,:;?!]|[,:;?!]\s*[\u4e00-\u9fff（“《]")
FORMULA = "种子:编号"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|(?<!\{)\{\w*\}(?!\})")

Found = tuple[str | None, str | tuple[str, str]]
"""The context and the msgid, or singular and plural."""


def sources() -> Iterator[Path]:
    """Every module and template of the programme, in a steady order."""
    for pattern in ("*.py", "*.html", "*.txt"):
        for path in sorted(ROOT.rglob(pattern)):
            inside = path.relative_to(ROOT).parts
            hidden = any(part.startswith(".") for part in inside)
            if hidden or NOT_OURS & set(inside[:-1]):
                continue
            if pattern != "*.txt" or "templates" in inside:
                yield path


def found_in(path: Path) -> Iterator[Found]:
    """Yield the messages of one file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = templatize(text, origin=str(path))
    stream = io.BytesIO(text.encode())
    for _, function, words, _ in extract_python(stream, KEYWORDS, [], {}):
        message = _message(KEYWORDS[str(function)], words)
        if message is not None:
            yield message


def _message(spec: Any, words: Any) -> Found | None:
    """Read the words of a call as its keyword says; None where they are computed."""
    words = words if isinstance(words, tuple) else (words,)
    places = spec or (1,)
    context = [words[p[0] - 1] for p in places if isinstance(p, tuple)]
    ids = [words[p - 1] for p in places if isinstance(p, int) and p <= len(words)]
    if not ids or not all(ids):
        return None
    return (context[0] if context else None), ids[0] if len(ids) == 1 else tuple(ids)  # type: ignore[return-value]


def extract() -> Catalog:
    """The catalogue of what the source says now: file names, no line numbers."""
    catalog = _new_catalog()
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        for context, message in found_in(path):
            entry = catalog.get(_singular(message), context)
            places = set(entry.locations if entry else ()) | {(name, 0)}
            if entry:
                entry.id = message if isinstance(message, tuple) else entry.id
                entry.locations = sorted(places)
            else:
                catalog.add(message, context=context, locations=sorted(places))
    return catalog


def _new_catalog() -> Catalog:
    catalog = Catalog(locale="zh_Hans", domain="django", project="propertyservice")
    catalog.header_comment = "# The Chinese of propertyservice; see tools/messages.py."
    catalog.fuzzy = False
    return catalog


def _singular(message: Any) -> str:
    return str(message[0] if isinstance(message, (tuple, list)) else message)


def load() -> Catalog:
    """The committed catalogue, or an empty one."""
    if not PO.exists():
        return _new_catalog()
    with PO.open("rb") as stream:
        return read_po(stream, locale="zh_Hans", domain="django")


def save(catalog: Catalog) -> None:
    """Write the catalogue so that two runs give the same bytes."""
    stream = io.BytesIO()
    write_po(stream, catalog, width=88, sort_output=True, include_lineno=False)
    text = stream.getvalue().decode()
    text = re.sub(r'^"(POT-Creation|PO-Revision)-Date:.*\n', "", text, flags=re.M)
    text = re.sub(r'^"(Generated-By|Report-Msgid).*\n', "", text, flags=re.M)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_text(text, encoding="utf-8")


def update() -> None:
    """Take the source's messages, keep the known translations, drop the rest."""
    known, catalog = load(), extract()
    for message in _messages(catalog):
        old = known.get(_singular(message.id), message.context)
        if old is not None and old.string:
            message.string = _shaped(message, old.string)
    save(catalog)


def merge(files: list[str]) -> None:
    """Fill in what is not translated; a plural takes the words of its singular."""
    catalog = load()
    for name in files:
        for english, chinese in json.loads(Path(name).read_text()).items():
            for message in _messages(catalog):
                if _singular(message.id) == english and not _said(message):
                    message.string = _shaped(message, chinese)
    save(catalog)


def _said(message: Message) -> bool:
    """Whether a message has its translation, in its own context."""
    said = message.string if isinstance(message.string, str) else message.string[0]
    return bool(said) and not message.fuzzy


def _shaped(message: Message, string: Any) -> Any:
    """A plural message has a tuple of one Chinese form, others a plain string."""
    text = string if isinstance(string, str) else string[0]
    return (text,) if message.pluralizable else text


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def problems() -> Iterator[str]:
    """Say what keeps the catalogue from being complete."""
    catalog, wanted = load(), extract()
    for message in _messages(wanted):
        entry = catalog.get(_singular(message.id), message.context)
        yield from _problems_of(message, entry)
    known = {(_singular(each.id), each.context) for each in _messages(wanted)}
    for entry in _messages(catalog):
        if (_singular(entry.id), entry.context) not in known:
            yield f"left over: {_singular(entry.id)!r}"


def _problems_of(message: Message, entry: Message | None) -> Iterator[str]:
    english = _singular(message.id)
    if entry is None or not _translation(entry):
        yield f"missing: {english!r} ({message.locations[0][0]})"
    elif entry.fuzzy:
        yield f"fuzzy: {english!r}"
    elif not _same_placeholders(message, _translation(entry)):
        yield f"placeholders differ: {english!r} -> {_translation(entry)!r}"
    elif NARROW.search(_translation(entry)) and FORMULA not in _translation(entry):
        yield f"half-width punctuation: {_translation(entry)!r}"


def _translation(entry: Message) -> str:
    string = entry.string
    return str(string if isinstance(string, str) else (string or ("",))[0])


def _same_placeholders(message: Message, chinese: str) -> bool:
    """A plural's Chinese may use what either English form uses."""
    forms = message.id if isinstance(message.id, (tuple, list)) else [message.id]
    theirs = set(PLACEHOLDER.findall(chinese))
    return any(set(PLACEHOLDER.findall(form)) == theirs for form in forms)


def check() -> None:
    """Exit with 1 after naming every problem."""
    found = sorted(problems())
    sys.stdout.writelines(f"{each}\n" for each in found)
    sys.exit(f"{len(found)} problems in {PO.relative_to(ROOT)}" if found else 0)


def compile_all() -> None:
    """Write every .mo file beside its .po file."""
    for path in sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po")):
        with path.open("rb") as source:
            catalog = read_po(source, locale=path.parts[-3])
        with path.with_suffix(".mo").open("wb") as made:
            write_mo(made, catalog)


def main(words: list[str]) -> None:
    """Carry out the command line."""
    settings.configure(USE_I18N=True)
    django.setup()
    match words:
        case ["update"]:
            update()
        case ["merge", *files] if files:
            merge(files)
        case ["check"]:
            check()
        case ["compile"]:
            compile_all()
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
