"""What is late in my department: by whom, since when (3.2, 4.2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.cases import clauses
from propertyservice.cases.models import Case
from propertyservice.organisation import posts
from propertyservice.organisation.models import Staff
from propertyservice.ui import chips, lists, reassign
from propertyservice.ui.deadlines import chip_of
from propertyservice.ui.formats import moment
from propertyservice.ui.html import filled
from propertyservice.ui.lists.choices import Choices, remembered
from propertyservice.ui.lists.filters import FilterSet
from propertyservice.workflow.models import Deadline, DeadlineState

SEE = "workbench.late"
NOBODY = Q(case__holder=None) | ~Q(holder_post="")


def late(user: Staff) -> QuerySet[Deadline]:
    """Running limits that have passed and are chased with this person's posts.

    A supervisor sees what is chased with him, the office's manager what reaches him or
    his supervisors, the company's manager all of it; never a case about himself.
    """
    mine = Q(pk__in=[])
    for post, offices in user.posts_held.items():
        here = Q(case__office__in=offices)
        if post == posts.COMPANY_MANAGER:
            mine |= here
        else:
            mine |= here & (Q(supervisor_post=post) | Q(manager_post=post))
    return Deadline.objects.filter(
        mine,
        state=DeadlineState.RUNNING,
        due_at__lt=Now(),
        case__in=Case.objects.visible_to(user),
    )


@dataclass(frozen=True)
class Person:
    """Who has late matters: how many, the oldest, and the list of them."""

    name: str
    count: int
    oldest: datetime
    url: str


def by_whom(user: Staff) -> list[Person]:
    """Everybody with late matters, the most first: one statement."""
    rows = (
        late(user)
        .values(
            "holder_post", "case__holder", "case__holder__name", "case__holder_post"
        )
        .annotate(n=Count("pk"), oldest=Min("due_at"))
        .order_by("-n", "oldest")
    )
    found: dict[tuple[str, str], Person] = {}
    for row in rows:
        person, post = _whose(row)
        asked = {"person": person} if person else {"post": post}
        name = row["case__holder__name"] if person else _post(post)
        before = found.get((person, post))
        found[person, post] = Person(
            name=name,
            count=row["n"] + (before.count if before else 0),
            oldest=min(row["oldest"], before.oldest if before else row["oldest"]),
            url=f"{reverse('late')}?{urlencode(asked)}",
        )
    return sorted(found.values(), key=lambda each: (-each.count, each.oldest))


def _whose(row: Any) -> tuple[str, str]:
    """The person, or the post where no person has it."""
    if row["case__holder"] and not row["holder_post"]:
        return str(row["case__holder"]), ""
    return "", row["holder_post"] or row["case__holder_post"]


def _post(code: str) -> str:
    return posts.label(code) or _("Nobody named")


def _clauses() -> list[tuple[str, str]]:
    return [(clause.code, str(clause.label)) for clause in clauses.every()]


def _posts() -> list[tuple[str, str]]:
    return [(post.code, str(post.label)) for post in posts.every()]


def _people() -> Choices:
    """Who works in one's offices."""
    return remembered("late.people", _staff)


def _staff(offices: frozenset[int]) -> Choices:
    found = Staff.objects.filter(office__in=offices, is_active=True).order_by("name")
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]


class LateFilter(FilterSet):
    """Conditions on what is late."""

    person = django_filters.ChoiceFilter(
        method="by_person", label=lazy("With whom"), choices=_people
    )
    clause = django_filters.ChoiceFilter(
        "case__clause", label=lazy("Clause"), choices=_clauses
    )
    post = django_filters.ChoiceFilter(
        method="by_post", label=lazy("Post that must act"), choices=_posts
    )
    office = django_filters.CharFilter("case__office__code", label=lazy("Office"))

    class Meta:
        model = Deadline
        fields: Sequence[str] = ()

    def by_person(
        self, queryset: QuerySet[Deadline], name: str, value: str
    ) -> QuerySet[Deadline]:
        """What this person has himself."""
        return queryset.filter(case__holder=int(value), holder_post="")

    def by_post(
        self, queryset: QuerySet[Deadline], name: str, value: str
    ) -> QuerySet[Deadline]:
        """What a post has and no person yet."""
        side = Q(holder_post=value)
        return queryset.filter(
            side | Q(holder_post="", case__holder=None, case__holder_post=value)
        )


class LateRegister(lists.Register):
    """Late limits of the department, the longest late first."""

    key = "late"
    title = lazy("Late in my department")
    url_name = "late"
    icon = "clock"
    columns = (
        lists.Column(
            "number",
            lazy("No."),
            lambda r: lists.number(r.case.get_absolute_url(), r.case.number, quiet=6),
            "no",
            header=True,
        ),
        lists.Column("title", lazy("Subject"), lambda r: r.case.title, "wide clip"),
        lists.Column("place", lazy("Place"), lambda r: _place(r.case), "no"),
        lists.Column("chip", lazy("Limit"), lambda r: chips.due(r.chip), "end"),
        lists.Column(
            "since", lazy("Late since"), lambda r: moment(r.due_at), "no", "since"
        ),
        lists.Column("who", lazy("With whom"), lambda r: who(r), "end no"),
        lists.Column("act", lazy("Act"), lambda r: r.act, "wide"),
    )
    sorts = {"since": lists.Sort("due_at")}
    default_sort = "since"
    views = (
        lists.View("all", lazy("All")),
        lists.View("nobody", lazy("With nobody yet"), NOBODY),
    )
    filterset = LateFilter
    bar = ("person", "clause")
    template = "workbench/late.html"
    empty = lazy("Nothing is late")

    def base(self, user: Staff) -> QuerySet[Deadline]:
        """Late limits with what the cells need."""
        return late(user).select_related("case__unit", "case__place", "case__holder")

    def prepare(self, rows: list[Any], user: Staff) -> None:
        """Chips and acts; no statement."""
        now = timezone.now()
        for row in rows:
            row.chip, row.act = chip_of(row, now), _act(row, user)

    def row_css(self, row: Any) -> str:
        return "late"

    def row_name(self, row: Any) -> str:
        return str(row.case.number)


def who(row: Deadline) -> str:
    """Who must act: the deciding post of a request, the holder, or his post."""
    if row.holder_post:
        return posts.label(row.holder_post)
    return str(row.case.holder or _post(row.case.holder_post))


def _act(row: Deadline, user: Staff) -> object:
    if row.holder_post or not reassign.may(user, row.case):
        return ""
    return filled(
        '<a class="btn btn-quiet" href="{}">{}<span class="visually-hidden"> {}</span>'
        "</a>",
        reverse("late-reassign", args=[row.case.number]),
        _("Reassign…"),
        row.case.number,
    )


def _place(case: Case) -> str:
    return str(case.unit or case.place or "")


REGISTER = LateRegister()
