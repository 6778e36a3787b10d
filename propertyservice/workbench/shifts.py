"""Hand-overs on the shared pages: what waits to be taken over."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from propertyservice.organisation.models import Staff
from propertyservice.planning.handovers import title
from propertyservice.planning.models import HandOver
from propertyservice.planning.sources import GIVE
from propertyservice.ui.formats import moment
from propertyservice.ui.todo import TodoRow, TodoSource


def to_take(user: Staff) -> QuerySet[HandOver]:
    """Hand-overs that this person can sign for."""
    return HandOver.objects.visible_to(user).to_take_by(user)


def rows(user: Staff, limit: int) -> Sequence[TodoRow]:
    """The oldest first."""
    found = to_take(user).select_related("duty", "given_by").order_by("given_at", "pk")
    return [
        TodoRow(
            title=title(each.duty),
            url=each.get_absolute_url(),
            sub=f"{each.given_by} · {moment(each.given_at)}",
            act=_("Take over"),
        )
        for each in found[:limit]
    ]


TODO = TodoSource(
    key="shift.take",
    label=lazy("Shifts to take over"),
    waiting=to_take,
    rows=rows,
    url=lambda user: f"{reverse('todo')}?source=shift.take",
    permission=GIVE,
    order=5,
)
