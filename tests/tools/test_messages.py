"""The catalogue's tool finds every message and refuses what is not translated."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages import Catalog

from tools import messages

MODULE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
_("Repair")
_("Repair " "desk")
ngettext("%(n)s day", "%(n)s days", n)
pgettext("verb", "Open")
_(computed)
"""
TEMPLATE = """{% load i18n %}
{% translate "Callback" %} {% translate "Close" context "door" %}
{% blocktranslate trimmed count n=n %}
  {{ n }} key
{% plural %}
  {{ n }} keys
{% endblocktranslate %}
"""


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree with one module and one template."""
    (tmp_path / "repairs").mkdir()
    (tmp_path / "repairs" / "views.py").write_text(MODULE)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "list.html").write_text(TEMPLATE)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "PO", tmp_path / "locale" / "django.po")
    return tmp_path


def test_messages_of_modules_and_templates_are_found(source: Path) -> None:
    found = {
        (each.context, each.id if isinstance(each.id, str) else tuple(each.id))
        for each in messages.extract()
        if each.id
    }

    assert found == {
        (None, "Repair"),
        (None, "Repair desk"),
        (None, ("%(n)s day", "%(n)s days")),
        ("verb", "Open"),
        (None, "Callback"),
        ("door", "Close"),
        (None, ("%(n)s key", "%(n)s keys")),
    }


def test_what_is_missing_is_named_until_it_is_merged(source: Path) -> None:
    messages.update()
    assert "missing: 'Repair' (repairs/views.py)" in list(messages.problems())

    words = source / "zh.json"
    words.write_text(
        '{"Repair": "报修", "Repair desk": "报修处", "%(n)s day": "%(n)s 天",'
        ' "Open": "打开", "Callback": "回访", "Close": "关", "%(n)s key": "%(n)s 把"}'
    )
    messages.merge([str(words)])

    assert list(messages.problems()) == []


def test_a_translation_survives_an_update_and_two_updates_agree(source: Path) -> None:
    messages.update()
    catalog = messages.load()
    catalog["Repair"].string = "报修"
    messages.save(catalog)

    messages.update()
    first = messages.PO.read_bytes()
    messages.update()

    assert messages.PO.read_bytes() == first
    assert messages.load()["Repair"].string == "报修"


@pytest.mark.parametrize(
    ("chinese", "problem"),
    [("%(m)s 天", "placeholders differ"), ("天", "placeholders differ")],
)
def test_other_placeholders_are_refused(
    source: Path, chinese: str, problem: str
) -> None:
    (source / "repairs" / "views.py").write_text('_("In %(n)s days")')
    messages.update()
    catalog = messages.load()
    catalog["In %(n)s days"].string = chinese
    messages.save(catalog)

    assert any(each.startswith(problem) for each in messages.problems())


def test_what_the_source_no_longer_says_is_left_over(source: Path) -> None:
    messages.update()
    (source / "repairs" / "views.py").write_text("")

    assert "left over: 'Repair'" in list(messages.problems())


def test_the_new_catalogue_counts_one_plural_form() -> None:
    catalog: Catalog = messages.load()

    assert catalog.num_plurals == 1
