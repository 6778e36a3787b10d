"""Which posts decide a request, as a rule the manager edits (3.1-3.3).

Three forms: ``["CS_SUPERVISOR", "OFFICE_MANAGER"]``, one after the other;
``{"MINOR": [...], "MAJOR": [...]}`` by level; ``{"up_to": [500, 5000], "posts": [[...],
[...], [...]]}`` by amount, the last list for what is above.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.organisation import posts
from propertyservice.policy.definitions import Confidence, RuleDef


def rule(
    key: str,
    default: Any,
    label: str | Promise,
    source: str,
    confidence: Confidence,
    words: Iterable[tuple[str, str | Promise]] = (),
) -> RuleDef:
    """A rule of tiers; ``words`` are the names of its levels."""
    known = tuple((post.code, post.label) for post in posts.KERNEL_POSTS)
    return RuleDef(
        key,
        default,
        label,
        lazy("posts"),
        source,
        confidence,
        words=(*known, *words),
        check=check,
    )


def chosen(value: Any, level: Any = None) -> list[str]:
    """The posts that decide at this level or amount; KeyError for an unknown level."""
    if isinstance(value, list):
        return list(value)
    if "up_to" not in value:
        return list(value[level])
    amount = Decimal(str(level))
    for bound, deciding in zip(value["up_to"], value["posts"], strict=False):
        if amount <= Decimal(str(bound)):
            return list(deciding)
    return list(value["posts"][-1])


def check(value: Any) -> None:
    """Raise ValidationError, with a sentence, for tiers that nobody could decide."""
    if isinstance(value, dict) and "up_to" in value:
        bounds = value["up_to"]
        if bounds != sorted(bounds) or len(value["posts"]) != len(bounds) + 1:
            raise _wrong(
                _("Give rising amounts, and one list of posts more than amounts.")
            )
        lists = value["posts"]
    else:
        lists = list(value.values()) if isinstance(value, dict) else [value]
    for each in lists:
        _check_posts(each)


def _check_posts(deciding: Any) -> None:
    if not isinstance(deciding, list) or not deciding:
        raise _wrong(_("Name at least one post for each level."))
    known = {post.code for post in posts.every()}
    for code in deciding:
        if code not in known:
            raise _wrong(
                _("There is no post “%(code)s”. Use codes such as OFFICE_MANAGER.")
                % {"code": code}
            )
    if len(set(deciding)) < len(deciding):
        raise _wrong(_("A post decides once. Leave out the second mention."))


def _wrong(sentence: str) -> ValidationError:
    return ValidationError(sentence, code="wrong_tiers")
