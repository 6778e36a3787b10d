"""Companies, offices and staff of the demonstration, and who holds which post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password

from propertyservice.organisation.models import (
    Appointment,
    Company,
    CompanyKind,
    Department,
    Grade,
    Office,
    OfficeKind,
    Staff,
)
from propertyservice.workbench.demo.house import SHANGHAI, DemoOffice

PASSWORD = "demo-pass-2026"  # noqa: S105 (printed by load_demo, exists only there)


@dataclass(frozen=True)
class Role:
    """An account of every office: its posts, department and trades."""

    account: str
    posts: tuple[str, ...]
    department: str
    trades: tuple[str, ...] = ()
    is_head: bool = False


ROLES = (
    Role("manager", ("OFFICE_MANAGER",), "OFFICE", is_head=True),
    Role("supervisor", ("CS_SUPERVISOR", "ACTIVITY_STAFF"), "SERVICE", is_head=True),
    Role("clerk", ("REPAIR_DESK", "COMPLAINT_DESK"), "SERVICE"),
    Role("desk", ("REPAIR_DESK", "COMPLAINT_DESK"), "SERVICE"),
    Role("callback", ("CALLBACK_STAFF",), "SERVICE"),
    Role("archivist", ("ARCHIVIST",), "SERVICE"),
    Role("keykeeper", ("KEY_KEEPER",), "SERVICE"),
    Role("renovation", ("RENOVATION_CLERK",), "SERVICE"),
    Role("cashier", ("CASHIER",), "MONEY", is_head=True),
    Role("maintenance", ("MAINT_SUPERVISOR",), "REPAIRS", is_head=True),
    Role("repairer", ("TECHNICIAN",), "REPAIRS", ("WATER", "DOOR", "COMMON")),
    Role("electrician", ("TECHNICIAN",), "REPAIRS", ("POWER", "WEAK_CURRENT")),
    Role("plumber", ("TECHNICIAN",), "REPAIRS", ("WATER", "COMMON")),
    Role("mason", ("TECHNICIAN",), "REPAIRS", ("MASONRY", "DOOR", "COMMON")),
    Role("fitter", ("TECHNICIAN",), "REPAIRS", ("POWER", "DOOR", "WEAK_CURRENT")),
    Role("storekeeper", ("STOREKEEPER",), "REPAIRS"),
)
DEPARTMENTS = (
    ("OFFICE", "综合部"),
    ("SERVICE", "客服部"),
    ("REPAIRS", "维修部"),
    ("MONEY", "收费组"),
)
NAMES = (
    "陈建国 刘敏 王芳 李静 赵雅琴 孙文娟 周丽华 吴晓燕 郑秀兰 高志刚 张强 徐伟民 马国庆"
    " 朱永福 胡海涛 林桂英",
    "何振华 罗玉梅 梁慧 宋佳怡 唐雪 许婷婷 韩梅 邓颖 冯爱萍 曹德明 彭勇 曾庆华 萧峰"
    " 田家旺 董志远 袁秋菊",
)
OFFICES = (
    ("JX", "锦溪花园管理处", Grade.GRADE_1, "杭州", "杭州市西湖区锦溪路 88 号"),
    ("YH", "雅和苑管理处", Grade.GRADE_2, "杭州", "杭州市拱墅区雅和街 16 号"),
)
WIDE = (
    ("company", "沈国栋", "COMPANY_MANAGER"),
    ("finance", "蒋丽娟", "FINANCE"),
    ("auditor", "叶正平", "AUDITOR"),
)
DEVELOPERS = (
    ("sales", "程浩", "SALES"),
    ("aftersales", "苏婉清", "AFTERSALES"),
    ("engineering", "魏建军", "ENGINEERING"),
)
DEPARTMENT_OF = {"SALES": "销售部", "AFTERSALES": "售后部", "ENGINEERING": "工程部"}
MORE = ("桂园管理处", "东湖湾管理处", "望江楼管理处", "银杏里管理处", "学府城管理处")


class Founding:
    """Founds companies and offices and hires everybody, with one password hash."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.since = today - timedelta(days=2 * 365)
        self.password = make_password(PASSWORD)
        self.company = Company.objects.create(
            name="锦程物业服务有限公司",
            kind=CompanyKind.PROPERTY,
            phone="0571-80000100",
        )
        self.developer = Company.objects.create(
            name="锦程置业有限公司", kind=CompanyKind.DEVELOPER, phone="0571-80000200"
        )

    def offices(self, count: int) -> list[DemoOffice]:
        """Found and staff so many management offices and the developer's one."""
        made = [self._office(number) for number in range(count)]
        self._company_wide(made)
        self._developers()
        return made

    def _office(self, number: int) -> DemoOffice:
        code, name, grade, city, address = (
            OFFICES[number]
            if number < len(OFFICES)
            else (f"D{number + 1}", MORE[number % len(MORE)], Grade.GRADE_3, "杭州", "")
        )
        office = Office.objects.create(
            company=self.company,
            code=code,
            name=name,
            grade=grade,
            city=city,
            address=address,
            phone=f"0571-8000{number + 1:02d}00",
        )
        names = NAMES[number % len(NAMES)].split()
        suffix = str(number + 1) if number else ""
        people = {
            role.account: self._person(role.account + suffix, name, office, role.trades)
            for role, name in zip(ROLES, names, strict=True)
        }
        self._appoint(office, people)
        self._departments(office, people)
        repairers = [people[r.account] for r in ROLES if "TECHNICIAN" in r.posts]
        return DemoOffice(office, people, repairers)

    def _person(
        self, account: str, name: str, office: Office, trades: tuple[str, ...] = ()
    ) -> Staff:
        return Staff.objects.create(
            username=account,
            name=name,
            office=office,
            password=self.password,
            trades=list(trades),
            date_joined=datetime.combine(self.since, time(9), SHANGHAI),
        )

    def _appoint(self, office: Office, people: dict[str, Staff]) -> None:
        for role in ROLES:
            by = people["manager" if role.is_head else "supervisor"]
            for post in role.posts:
                self._give(post, office, people[role.account], by)
        ended = self.today - timedelta(days=12)
        callback = Appointment.objects.get(office=office, post="CALLBACK_STAFF")
        callback.deputy = people["desk"]
        callback.deputy_from = ended - timedelta(days=9)
        callback.deputy_to = ended
        callback.save()

    def _give(
        self, post: str, office: Office | None, holder: Staff, by: Staff | None
    ) -> None:
        company = office.company if office else self.company
        Appointment.objects.create(
            post=post,
            company=company,
            office=office,
            holder=holder,
            starts_on=self.since,
            appointed_by=by if by != holder else None,
        )

    def _departments(self, office: Office, people: dict[str, Staff]) -> None:
        heads = {r.department: people[r.account] for r in ROLES if r.is_head}
        for code, name in DEPARTMENTS:
            Department.objects.create(
                office=office, code=code, name=name, head=heads[code]
            )

    def _company_wide(self, offices: list[DemoOffice]) -> None:
        home = offices[0].office
        for account, name, post in WIDE:
            self._give(post, None, self._person(account, name, home), None)

    def _developers(self) -> None:
        office = Office.objects.create(
            company=self.developer,
            code="SH",
            name="锦程置业售后部",
            kind=OfficeKind.DEVELOPER,
            city="杭州",
            phone="0571-80000201",
        )
        for account, name, post in DEVELOPERS:
            person = self._person(account, name, office)
            self._give(post, office, person, None)
            Department.objects.create(
                office=office, code=post, name=DEPARTMENT_OF[post], head=person
            )
