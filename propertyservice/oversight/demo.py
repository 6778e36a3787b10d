"""An inspection of last month's repairs and two yearly surveys in every office."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from propertyservice.organisation.models import Staff
from propertyservice.oversight import drawing, surveys, transitions
from propertyservice.oversight.models import (
    ASPECTS,
    InspectionItem,
    Rating,
    Result,
    Survey,
    SurveySheet,
)
from propertyservice.workbench.demo.house import Demo, DemoOffice
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
        )
    except Refused:
        return 0
    items = list(inspection.items.select_related("case", "inspection"))
    for item in items[: -len(items) // 4 or None]:
        _look(item, manager, head)
    return 1


def _look(item: InspectionItem, manager: Staff, head: Staff) -> None:
    if item.place % 3:
        transitions.look(item, by=manager, result=Result.OK)
        return
    finding = transitions.look(
        item,
        by=manager,
        result=Result.FINDING,
        note=WORDS[item.place // 3 % len(WORDS)],
        responsible=head,
    )
    if finding and item.place % 2:
        transitions.rectify(finding, by=head, remedy=REMEDY)


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
    )
    now = surveys.begin(
        office=house.office,
        year=this.year,
        starts_on=this,
        ends_on=demo.now.date() + timedelta(days=10),
        by=supervisor,
    )
    count = _fill(demo, before, clerk, LAST_YEAR, 25) + _fill(
        demo, now, clerk, THIS_YEAR, 18
    )
    surveys.end(before, by=supervisor, measures="增设夜间照明；电梯间每日两次保洁")
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
