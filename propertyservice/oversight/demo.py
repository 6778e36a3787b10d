"""An inspection of last month's repairs and two yearly surveys in every office."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from propertyservice.cases.models import Case, Step
from propertyservice.cases.search import text_of
from propertyservice.numbering.numbers import next_number
from propertyservice.organisation.models import Staff
from propertyservice.oversight import drawing, rules, surveys
from propertyservice.oversight.models import (
    ASPECTS,
    Finding,
    InspectionItem,
    Rating,
    Result,
    Status,
    Survey,
    SurveySheet,
)
from propertyservice.workbench.demo.house import Demo, DemoOffice
from propertyservice.workflow.deadlines import DeadlineBook
from propertyservice.workflow.transitions import Refused

WORDS = (
    "任务单没有住户签名，备注也没写原因",
    "材料栏空白，收费金额对不上价目表",
    "到场时间晚于约定，记录里没有说明",
)
REMEDY = "已补签并在班前会上讲评"
COMMENTS = (
    "门口路灯晚上太暗",
    "电梯间卫生比去年好",
    "希望快递柜再加一组",
    "报修来得快，师傅态度好",
    "",
    "",
    "",
)
MEASURES = "增设夜间照明；电梯间每日两次保洁"
LAST_YEAR, THIS_YEAR = 0.83, 0.58
MARKS = {"A": 60, "B": 25, "C": 15}


def load(demo: Demo) -> dict[str, int]:
    """Write each office's part; how much of what."""
    made = {"inspections": 0, "survey sheets": 0}
    for house in demo.offices:
        made["inspections"] += _inspect(demo, house)
        made["survey sheets"] += _ask(demo, house)
    return made


def _inspect(demo: Demo, house: DemoOffice) -> int:
    manager, head = house.people.get("manager"), house.people.get("maintenance")
    if manager is None or head is None:
        return 0
    today = demo.now.date()
    try:
        inspection = drawing.draw(
            office=house.office,
            clause="repairs",
            since=today - timedelta(days=40),
            until=today,
            by=manager,
            seed=f"{demo.seed}-{house.office.code}",
            at=demo.now,
        )
    except Refused:
        return 0
    items = list(inspection.items.select_related("case", "inspection"))
    for item in items[: -len(items) // 4 or None]:
        _look(demo, item, manager, head)
    return 1


def _look(demo: Demo, item: InspectionItem, manager: Staff, head: Staff) -> None:
    """Two of three are in order; of the others every second waits for the re-check."""
    is_finding = item.place % 3 == 0
    item.result = Result.FINDING if is_finding else Result.OK
    item.looked_at = demo.now
    if is_finding:
        item.note = WORDS[item.place // 3 % len(WORDS)]
        _find(demo, item, manager, head)
    item.save()


def _find(demo: Demo, item: InspectionItem, manager: Staff, head: Staff) -> None:
    """Write a finding as the steps would, at the demonstration's own time."""
    at, office, is_done = demo.now, item.office, item.place % 2 == 1
    book = DeadlineBook(office, at, None)
    book.start(rules.RECTIFY, at, rule=rules.RECTIFY)
    if is_done:
        book.meet([rules.RECTIFY], at)
        book.start(rules.RECHECK, at, rule=rules.RECHECK)
    limit = book.next
    case = Case.objects.create(
        clause="oversight",
        number=next_number(office.code, "ZG", at.date()),
        office=office,
        title=item.note,
        search_text=text_of(item.note, item.case.number),
        holder=manager if is_done else head,
        opened_at=at,
        recorded_at=at,
        last_step_at=at,
        due_at=limit.due_at if limit else None,
    )
    finding = Finding(
        register=case,
        office=office,
        status=Status.OPEN,
        item=item,
        inspector=manager,
        responsible=head,
        found_at=at,
        content=item.note,
        due_at=case.due_at,
        due_kind=limit.kind if limit else "",
    )
    finding.save(force_insert=True)
    _step(case, "find", manager, at, to_status=Status.OPEN)
    if is_done:
        finding.status, finding.remedy = Status.RECTIFIED, REMEDY
        finding.rectified_at = at
        finding.save()
        _step(case, "rectify", head, at, Status.OPEN, Status.RECTIFIED)
    book.save(case)


def _step(
    case: Case,
    name: str,
    by: Staff,
    at: datetime,
    from_status: str = "",
    to_status: str = "",
) -> None:
    Step.objects.create(
        case=case,
        name=name,
        by=by,
        from_status=from_status,
        to_status=to_status,
        occurred_at=at,
        recorded_at=at,
    )


def _ask(demo: Demo, house: DemoOffice) -> int:
    supervisor, clerk = house.people.get("supervisor"), house.people.get("clerk")
    if supervisor is None or clerk is None:
        return 0
    year = demo.now.year
    last = date(year - 1, 11, 1)
    this = demo.now.date() - timedelta(days=20)
    before = surveys.begin(
        office=house.office,
        year=year - 1,
        starts_on=last,
        ends_on=date(year - 1, 11, 30),
        by=supervisor,
        at=demo.now,
    )
    now = surveys.begin(
        office=house.office,
        year=this.year,
        starts_on=this,
        ends_on=demo.now.date() + timedelta(days=10),
        by=supervisor,
        at=demo.now,
    )
    count = _fill(demo, before, clerk, LAST_YEAR, 25) + _fill(
        demo, now, clerk, THIS_YEAR, 18
    )
    surveys.end(before, by=supervisor, measures=MEASURES, at=demo.now)
    return count


def _fill(demo: Demo, survey: Survey, clerk: Staff, share: float, days: int) -> int:
    """Let a share of the households answer; one statement for all sheets."""
    back = []
    sheets = list(survey.sheets.order_by("number"))
    for sheet in sheets:
        chance = demo.chance("survey", survey.year, sheet.unit_id)
        if Decimal(str(chance.random())) < Decimal(str(share)):
            sheet.rating = chance.choices(Rating.values, list(MARKS.values()))[0]
            sheet.marks = {
                code: chance.choices(Rating.values, list(MARKS.values()))[0]
                for code, _label in ASPECTS
            }
            sheet.comments = chance.choice(COMMENTS)
            sheet.returned_on = survey.starts_on + timedelta(
                days=chance.randrange(2, days)
            )
            sheet.entered_by, sheet.entered_at = clerk, demo.now
            back.append(sheet)
    written = ("rating", "marks", "comments", "returned_on", "entered_by", "entered_at")
    SurveySheet.objects.bulk_update(back, written, batch_size=200)
    return len(sheets)
