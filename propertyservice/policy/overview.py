"""Every rule in force for an office, and which values still wait for the customer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from propertyservice.organisation.models import Office
from propertyservice.policy import definitions
from propertyservice.policy.definitions import Confidence, RuleDef
from propertyservice.policy.in_force import in_force
from propertyservice.policy.models import RuleVersion

NO_WORDS: Mapping[str, Any] = MappingProxyType({})
OURS = re.compile(r"^(RULES|DESIGN|LOOK) ?[\d.]*$")
PRACTICE = re.compile(r"^Q\d+$")
UNCONFIRMED = (Confidence.TYPICAL.value, Confidence.GUESS.value)


@dataclass(frozen=True)
class RuleRow:
    """A rule as it holds in an office: its value, and where that comes from."""

    rule: RuleDef
    value: str
    unit: str
    source: str
    confidence: str
    since: date | None
    place: str

    @property
    def sureness(self) -> str:
        """How sure the value is, in a word, with its mark."""
        words = {
            Confidence.STATUTE.value: _("law"),
            Confidence.CERTAIN.value: _("certain"),
            Confidence.TYPICAL.value: _("typical"),
            Confidence.GUESS.value: _("default of ours"),
        }
        return f"{words.get(self.confidence, '')} {self.confidence}".strip()

    @property
    def is_confirmed(self) -> bool:
        """Whether law or customer has said that the value is right."""
        return self.confidence not in UNCONFIRMED


def rows(office: Office, on: date) -> list[RuleRow]:
    """Every registered rule with the value that holds in ``office`` on a day."""
    rules = in_force(office, on)
    return [
        _row(rule, rules[rule.key], rules.version(rule.key), office)
        for rule in definitions.every()
    ]


def to_confirm(office: Office, on: date) -> list[RuleRow]:
    """The T and G values that hold, guesses first (RULES 0.1, 8)."""
    open_rows = [row for row in rows(office, on) if not row.is_confirmed]
    return sorted(open_rows, key=lambda row: (row.confidence, row.rule.key))


def questions() -> list[str]:
    """What to ask the customer first, biggest risk first (RULES 8)."""
    return [
        _("City (its local law) and service grade of each project."),
        _("Whether renovation deposits and fees are lawful and used there."),
        _("From which sum a fee is large, and when the cash day ends."),
        _("Share of repairs that are called back (30, 50 or all of a hundred)."),
        _("Time limits of complaints."),
        _("Proration and late fee in the contract that was signed."),
        _("When keys are due, and who holds owners' keys after handover."),
        _("Who is office manager, and who company manager."),
        _(
            "Which department owns each after-sales stage, and whether developer and "
            "property company share one database."
        ),
        _("The original text of the after-sales stages two to six."),
    ]


def show(value: Any, words: Mapping[str, Any] = NO_WORDS) -> str:
    """A value for people: limits and codes in words, a table as ``A: 5; B: 30``."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        if "clock" in value:
            return _limit(value)
        parts = (
            (words.get(name, name), show(each, words)) for name, each in value.items()
        )
        return "; ".join(f"{name}: {text}" for name, text in parts)
    if isinstance(value, list | tuple):
        return _(", ").join(show(each, words) for each in value)
    return "—" if value is None else str(words.get(value, value))


def shown(rule: RuleDef, value: Any) -> str:
    """A rule's value for people; a share as ``98%``."""
    if rule.percent and isinstance(value, int | float):
        return percent(value)
    return show(value, dict(rule.words))


def percent(share: float) -> str:
    """A share of a whole, in hundredths: ``98%``."""
    return f"{(Decimal(str(share)) * 100).normalize():f}%"


def _limit(value: dict[str, Any]) -> str:
    """A time limit: how much, on which clock."""
    if "days" in value:
        amount = _days(value["days"], working=value["clock"] == "WORKING_DAYS")
        if at := value.get("ends_at"):
            amount = _("%(amount)s, until %(time)s") % {"amount": amount, "time": at}
        return amount
    hours, rest = divmod(value["minutes"], 60)
    amount = (
        _("%(minutes)d min") % {"minutes": value["minutes"]}
        if rest
        else _("%(hours)d h") % {"hours": hours}
    )
    if value["clock"] == "SERVICE_HOURS":
        amount = _("%(amount)s of service time") % {"amount": amount}
    if value.get("start_at_service"):
        amount = _("%(amount)s from the next service time on") % {"amount": amount}
    return amount


def _days(count: int, *, working: bool) -> str:
    words = (
        ngettext("%(count)d working day", "%(count)d working days", count)
        if working
        else ngettext("%(count)d day", "%(count)d days", count)
    )
    return words % {"count": count}


def unit(rule: RuleDef, value: Any) -> str:
    """What the number counts; words say it themselves."""
    in_words = rule.words or (isinstance(value, dict) and "clock" in value)
    return "" if in_words else str(rule.unit)


def _row(
    rule: RuleDef, value: Any, version: RuleVersion | None, office: Office
) -> RuleRow:
    if version is None:
        graded = office.grade in dict(rule.by_grade)
        return RuleRow(
            rule=rule,
            value=shown(rule, value),
            unit=unit(rule, value),
            source=told_source(str(rule.source)),
            confidence=rule.confidence.value,
            since=None,
            place=office.get_grade_display() if graded else _("default"),
        )
    return RuleRow(
        rule=rule,
        value=shown(rule, value),
        unit=unit(rule, value),
        source=told_source(version.source),
        confidence=version.confidence,
        since=version.effective_from,
        place=_place(version, office),
    )


def told_source(source: str) -> str:
    """Where a value comes from, without the marks of our own papers."""
    if OURS.match(source):
        return _("our own default")
    if PRACTICE.match(source):
        return _("common practice of the trade")
    if source == "N4":
        return _("Service Grade Standard (2004)")
    return source


def _place(version: RuleVersion, office: Office) -> str:
    if version.office_id:
        return office.name
    return version.city or version.get_grade_display() or _("everywhere")
