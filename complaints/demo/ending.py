"""How a told complaint ends: answered, called back, closed."""

from __future__ import annotations

from complaints.demo.life import Life
from complaints.demo.words import OPINIONS, RATINGS
from complaints.models import Status
from complaints.rules import deadlines as limits
from complaints.rules import levels


def settle(life: Life) -> None:
    """Answered, called back, closed."""
    said = life.complaint
    life.wait(20, 300)
    known = not said.is_anonymous
    said.reply, said.replied_at = said.outcome, life.clock
    said.reply_method = "PHONE" if known else "POSTED"
    said.opinion = life.chance.choice(OPINIONS) if known else ""
    for each in life.people:
        each.answered_at, each.answer_method = life.clock, said.reply_method
        each.opinion = said.opinion
    life.book.meet(limits.ANSWERED, life.clock)
    life.hold(None, "CALLBACK_STAFF" if known else "CS_SUPERVISOR")
    life.step("reply", life.person("clerk"), Status.REPLIED, method=said.reply_method)
    serious = levels.needs_measures(said.level)
    if known:
        life.wait(1200, 3800)
        said.callback_rating = life.chance.choice(RATINGS)
        for each in life.people:
            each.called_back_at = life.clock
        life.hold(None, "OFFICE_MANAGER" if serious else "CS_SUPERVISOR")
        life.step(
            "called_back",
            life.person("callback"),
            Status.CALLBACK,
            rating=said.callback_rating,
        )
    if serious:
        said.corrective_action = life.matter.prevention
        life.step(
            "record_measures",
            said.handler,
            corrective_action=said.corrective_action,
        )
    life.wait(30, 900)
    said.closer = life.person("manager" if serious else "supervisor")
    life.book.drop_all(life.clock)
    life.hold(None)
    life.step("close", said.closer, Status.CLOSED)
