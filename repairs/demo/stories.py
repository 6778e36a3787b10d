"""How demonstration repairs go: mostly well, sometimes late, now and then oddly."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from repairs.demo import back, onsite, passing, words
from repairs.demo.life import Enough, Life
from repairs.demo.words import Fault
from repairs.models import Result
from repairs.transitions import queue

PAID = 0.5
SIZES = ("MINOR", "NORMAL", "NORMAL", "NORMAL", "MEDIUM", "MAJOR")
Bend = frozenset[str]


class Story:
    """The way of one repair. ``bends`` are the turns it must take."""

    def __init__(self, life: Life, fault: Fault, bends: Bend = frozenset()) -> None:
        self.life = life
        self.fault = fault
        self.bends = bends
        self.tried: set[str] = set()

    def bend(self, name: str, percent: float) -> bool:
        """Whether the story turns here: when it must, else by chance; once each."""
        if name in self.tried:
            return False
        self.tried.add(name)
        if self.bends:
            return name in self.bends
        return self.life.odds(percent)

    def tell(self, said: dict[str, Any], **how: Any) -> None:
        """From the call on, until the present or the wanted status is reached."""
        try:
            self.life.report(said, **how)
            self.passed_on()
            if self.taken_up():
                self.worked_on()
        except Enough:
            return

    # ── the desk ────────────────────────────────────────────────────────

    def passed_on(self) -> None:
        """Registered, then dispatched; or cancelled, or referred."""
        life = self.life
        if life.urgent:
            life.wait(1, 4) if life.odds(88) else life.wait(6, 14)
        else:
            life.wait(2, 24) if life.odds(93) else life.wait(45, 150)
        if self.bend("cancel", 2.5):
            passing.cancel(life, life.repair.resident_name)
            raise Enough
        if self.bend("refer", 2.5):
            self.referred()
        passing.dispatch(life, self.repairer(), life.person("clerk"))
        if self.bend("reassign", 2):
            life.wait(4, 20)
            why = life.chance.choice(words.REASSIGNED)
            passing.reassign(life, self.repairer(other=life.technician), why)
        if self.bend("hurry", 4):
            life.wait(3, 15)
            onsite.chase(life)

    def referred(self) -> None:
        """Passed to somebody outside, and tracked until they answer."""
        life = self.life
        to, party, prefix = life.chance.choice(words.REFERRALS)
        number = f"{prefix}{life.chance.randint(100000, 999999)}" if prefix else ""
        passing.refer(life, to, party, number)
        if life.odds(60):
            life.wait(600, 1500, by_day=True)
            onsite.contact(life, "REACHED", "已催问，答复处理中")
        life.wait(700, 5200, by_day=True)
        passing.answer_referral(life, life.chance.choice(words.ANSWERS))
        raise Enough

    def repairer(self, other: Any = None) -> Any:
        """A repairer of the trade, another than the one named and the last one."""
        life = self.life
        barred = {other} if other else set()
        if life.repeats is not None:
            barred.add(life.repeats.technician)
        free = [each for each in life.house.repairers if each not in barred]
        skilled = [each for each in free if life.repair.trade in each.trades]
        return life.chance.choice(skilled or free)

    # ── the repairer ────────────────────────────────────────────────────

    def taken_up(self) -> bool:
        """Accepted and on site; False when the story ended before."""
        life = self.life
        on_time = (1, 4) if life.urgent else (1, 22)
        late = (6, 15) if life.urgent else (35, 90)
        life.wait(*(on_time if life.odds(92) else late))
        plain = life.urgent or self.bends
        size = "NORMAL" if plain else life.chance.choice(SIZES)
        passing.accept(life, size, days=life.chance.randint(5, 9))
        if self.bend("contact", 6):
            life.wait(5, 30)
            onsite.contact(life, "REACHED", life.chance.choice(words.CONTACTS))
        if self.bend("reschedule", 3) and not life.urgent:
            when = self.appointment()
            passing.reschedule(life, when)
        if self.bend("raise", 0.6) and not life.urgent:
            life.wait(5, 20)
            passing.raise_priority(life, life.technician)
        self.travel()
        at_home = life.urgent or life.repair.unit is None
        if not at_home and self.bend("nobody", 1.5):
            return self.nobody_at_home()
        onsite.arrive(life)
        return True

    def appointment(self) -> datetime:
        """A round hour on the next days."""
        day = self.life.clock + timedelta(days=self.life.chance.randint(1, 2))
        hour = self.life.chance.randint(9, 18)
        return day.replace(hour=hour, minute=0, second=0)

    def travel(self) -> None:
        """Come at the agreed time, at once, or when the round allows."""
        life = self.life
        agreed = life.repair.appointment_at
        if life.urgent:
            life.wait(6, 26) if life.odds(90) else life.wait(32, 75)
        elif agreed is not None and agreed > life.clock:
            life.clock = agreed
            life.wait(*((-10, 13) if life.odds(88) else (20, 80)))
        else:
            life.wait(25, 300, by_day=True)

    def nobody_at_home(self) -> bool:
        """Suspended for the resident; three contacts, a note, then closed."""
        life = self.life
        self.suspend("WAIT_RESIDENT", "上门无人")
        for _day in range(3):
            life.wait(1200, 1560, by_day=True)
            onsite.contact(life, "NO_ANSWER", "电话无人接听")
        life.wait(20, 200, by_day=True)
        onsite.contact(life, "DOOR_NOTICE", "门上已贴条", "VISIT")
        life.wait(200, 900, by_day=True)
        onsite.close_resident_reason(life)
        if self.bend("reopen", 25):
            life.wait(1500, 4000, by_day=True)
            back.reopen(life)
            self.passed_on()
            return self.taken_up()
        return False

    def suspend(self, code: str, why: str) -> None:
        """Asked for and agreed."""
        life = self.life
        next_on = (life.clock + timedelta(days=life.chance.randint(1, 4))).date()
        request = onsite.ask_suspension(life, code, why, next_on)
        life.wait(5, 90)
        onsite.suspend(life, request, code, next_on)

    def worked_on(self) -> None:
        """The work, its interruptions, and the end of it."""
        life = self.life
        if life.urgent and life.book.running("repairs.contain"):
            life.wait(4, 40)
            onsite.contain(life)
        if self.is_paid():
            life.wait(4, 20)
            if self.bend("refuse", 5):
                onsite.refuse_quote(life)
                return
            onsite.quote(life, self.fault, life.repair.resident_name)
        life.wait(2, 18)
        onsite.start(life, self.fault.cause)
        if self.bend("suspend", 7):
            self.interrupted()
        if self.bend("extend", 2):
            life.wait(20, 60)
            request = onsite.ask_extension(life, life.chance.randint(2, 5))
            life.wait(20, 200)
            onsite.extend(life, request)
        self.finished()
        self.given_back()

    def is_paid(self) -> bool:
        """Work inside a home that the price list names, about half the time."""
        repair = self.life.repair
        inside = repair.unit is not None and repair.charge_type == "FREE"
        wanted = "refuse" in self.bends or self.life.chance.random() < PAID
        return inside and self.fault.item is not None and wanted

    def interrupted(self) -> None:
        """Work waits some days."""
        life = self.life
        forced = [each for each in words.SUSPENDED if each[0] in self.bends]
        code, why = forced[0] if forced else life.chance.choice(words.SUSPENDED)
        life.wait(10, 60)
        self.suspend(code, why)
        if life.odds(40):
            life.wait(600, 1500, by_day=True)
            onsite.contact(life, "REACHED", life.chance.choice(words.CONTACTS))
        life.wait(800, 5200, by_day=True)
        onsite.resume(life)

    def finished(self) -> None:
        """Done and signed: by the resident, or by the supervisor."""
        life = self.life
        days = {"MEDIUM": 1, "MAJOR": 4}.get(life.repair.size, 0)
        life.wait(15, 130)
        if days and not life.urgent:
            life.wait(days * 700, days * 1500, by_day=True)
        if life.repair.unit is None:
            self.signed_off(queue.COMMON, "公共部位完工，请检验")
        elif self.bend("unsigned", 3):
            self.signed_off(queue.UNSIGNED, "住户外出，无法签字")
        else:
            result = Result.TEMPORARY if life.odds(3) else Result.REPAIRED
            check = life.chance.choice(words.CHECKS)
            name = life.repair.resident_name
            onsite.finish(life, self.fault, name, check, result)
        if self.bend("lost", 0.7):
            life.wait(20, 60)
            back.reissue(life)

    def signed_off(self, kind: str, why: str) -> None:
        """Handed in, looked at, signed."""
        request = onsite.hand_in(self.life, kind, self.fault, why)
        self.life.wait(10, 150)
        onsite.signed_off(self.life, request, self.fault)

    # ── back at the desk ────────────────────────────────────────────────

    def given_back(self) -> None:
        """The sheet comes back, the line closes; or it is done again."""
        life = self.life
        life.wait(30, 300) if life.odds(92) else life.wait(1600, 4300)
        life.until_day()
        life.wait(0, 1)
        if life.reports:
            passing.answer_reports(life, "故障已排除，感谢理解")
        back.return_sheet(life, life.chance.randint(1, 999_999))
        if self.bend("rework", 2.5):
            life.wait(1000, 9000, by_day=True)
            why = life.chance.choice(words.UNHAPPY)
            back.rework(life, self.repairer(other=life.technician), why)
            if self.taken_up():
                self.worked_on()
            return
        if life.odds(70):
            life.wait(900, 8000, by_day=True)
            back.close(life, life.chance.choice(words.HAPPY))
        else:
            life.wait(7 * 1440, 7 * 1440 + 30)
            back.close(life, "")
