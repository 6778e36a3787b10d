"""Template tags: icons, statuses, chips, fields."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from propertyservice.ui import status
from propertyservice.ui.chips import Chip
from propertyservice.ui.fields import Tiles


def render(text: str, **context: object) -> str:
    return Template(text).render(Context(context))


def test_an_icon_is_drawn_inline_and_hidden_from_readers() -> None:
    drawn = render('{% icon "wrench" %}')

    assert drawn.startswith('<svg class="ico" viewBox="0 0 16 16" aria-hidden="true">')
    with pytest.raises(KeyError):
        render('{% icon "no-such-icon" %}')


def test_a_status_has_shape_and_word() -> None:
    status.register("sample.thing", {"WAITING": "wait"})
    record = SimpleNamespace(
        status="WAITING",
        status_words="挂起：待料",
        _meta=SimpleNamespace(label_lower="sample.thing"),
    )

    assert render("{% status r %}", r=record) == (
        '<span class="st st-wait">挂起：待料</span>'
    )
    assert 'class="st st-wait pill"' in render("{% status r pill=True %}", r=record)
    record.status = "UNKNOWN"
    assert render("{% status r %}", r=record).startswith('<span class="st">')


def test_a_late_chip_carries_a_sign_beside_its_colour() -> None:
    late = render("{% due c %}", c=Chip("late", "到场 已超时 12 分"))

    assert 'class="due due-late"' in late
    assert "<svg" in late
    assert render("{% due c %}", c=None) == ""


def test_a_chip_opens_its_explanation() -> None:
    chip = Chip("soon", "到场", 85, "为什么是 10:27？", ("急修：<30> 分钟。",))

    opened = render("{% why c %}", c=chip)

    assert opened.startswith('<details class="why"><summary>')
    assert "急修：&lt;30&gt; 分钟。" in opened
    assert 'stroke-dasharray="85 100"' in opened


class Sample(forms.Form):
    text = forms.CharField(widget=forms.Textarea, help_text="help")
    trade = forms.ChoiceField(widget=Tiles, choices=[("W", "水"), ("E", "电")])
    phone = forms.CharField(required=False)
    at = forms.DateTimeField(required=False)
    on = forms.DateField(required=False)
    agreed = forms.BooleanField(required=False)


def written(form: forms.Form) -> str:
    return render("{% load crispy_forms_tags %}{{ form|crispy }}", form=form)


def test_fields_tie_label_help_and_error_together() -> None:
    with translation.override("en"):
        html = written(Sample({"phone": "1"}))
        summary = render('{% include "parts/errors.html" %}', form=Sample({}))

    assert '<label class="form-label" for="id_text">' in html
    assert 'aria-describedby="id_text_helptext id_text_error"' in html
    assert 'aria-invalid="true"' in html
    assert html.index("id_text_helptext") < html.index('id="id_text_error"')
    assert "Fill in “Text”." in html
    assert "Choose “Trade”." in html
    assert 'role="alert"' in summary
    assert '<a href="#id_text">Fill in “Text”.</a>' in summary
    assert "2 things to correct; all you entered is still here" in summary


def test_few_choices_are_tiles_in_a_fieldset() -> None:
    html = written(Sample())

    assert '<fieldset class="choose" id="id_trade"' in html
    assert html.count('type="radio"') == 2


def test_dates_use_the_browsers_pickers_and_optional_fields_say_so() -> None:
    with translation.override("en"):
        html = written(Sample(initial={"on": "2026-03-17"}))

    assert 'type="datetime-local"' in html
    assert 'type="date" name="on" value="2026-03-17"' in html
    assert html.count("(optional)") == 3
    assert 'class="form-check-input"' in html
