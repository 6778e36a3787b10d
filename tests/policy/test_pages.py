"""Rules and calendar on their pages, in the admin and by command."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from propertyservice.audit.models import Run
from propertyservice.policy import warnings
from propertyservice.policy.models import CalendarDay, CalendarYear, RuleVersion
from propertyservice.policy.tasks import calendar_warning
from tests.support.people import hire, make_office, sign_in

pytestmark = pytest.mark.django_db
KEY = "files.max_mb"
ADD = "/admin/policy/ruleversion/add/"
YEARS = "/admin/policy/calendaryear/"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def manager(office):
    return hire(office, "OFFICE_MANAGER")


@pytest.mark.parametrize("page", ["/rules/", "/rules/to-confirm/"])
def test_the_pages_list_rules_for_own_offices_only(office, manager, page):
    browser = sign_in(manager)
    make_office("YH")
    assert KEY in [row.rule.key for row in browser.get(page).context["rows"]]
    assert browser.get(f"{page}?office=YH").status_code == 404
    assert sign_in(hire(office, "TECHNICIAN")).get(page).status_code == 403


def test_the_admin_form_shows_the_default_and_makes_a_version(office, manager):
    browser = sign_in(manager)
    page = browser.get(f"{ADD}?key={KEY}&office={office.pk}")
    assert page.status_code == 200
    values = {"key": KEY, "value": "5", "office": office.pk, "city": "", "grade": ""}
    values |= {"effective_from": timezone.localdate(), "source": "合同"}
    answer = browser.post(ADD, values)
    assert answer.status_code == 302, answer.context["errors"]
    version = RuleVersion.objects.get(key=KEY)
    assert (version.value, version.office, version.set_by) == (5, office, manager)
    assert (
        browser.get(f"/admin/policy/ruleversion/{version.pk}/change/").status_code
        == 200
    )
    assert browser.get("/admin/policy/ruleversion/").status_code == 200


@pytest.mark.parametrize(
    ("field", "value"), [("value", '"x"'), ("value", "{"), ("effective_from", "9")]
)
def test_a_refusal_of_the_admin_stands_at_its_field(office, manager, field, value):
    values = {"key": KEY, "value": "5", "office": office.pk, "city": "", "grade": ""}
    values |= {"effective_from": timezone.localdate(), field: value}
    page = sign_in(manager).post(ADD, values)
    assert field in page.context["adminform"].form.errors
    assert not RuleVersion.objects.exists()


def test_a_year_is_loaded_from_a_file_and_put_right_with_a_reason(manager):
    browser = sign_in(manager)

    def upload(text: str, page: str, **values):
        file = SimpleUploadedFile("2030.csv", text.encode())
        values |= {"year": 2030, "source": "国办", "file": file}
        return browser.post(f"{YEARS}{page}/", values)

    text = "date,kind,name\n2030-01-01,HOLIDAY,元旦\n2030-01-05,MAKEUP_WORKDAY,元旦\n"
    answer = upload(text, "add")
    assert answer.status_code == 302, answer.context["errors"]
    assert CalendarDay.objects.filter(year=2030).count() == 2

    shorter = text.rsplit("\n", 2)[0]
    silent = upload(shorter, "2030/change")
    assert "reason" in silent.context["adminform"].form.errors
    assert upload(shorter, "2030/change", reason="更正").status_code == 302
    assert CalendarDay.objects.filter(year=2030).count() == 1


@pytest.mark.parametrize(
    "content",
    [b"date,kind,name\n2030-13-01,HOLIDAY,x", b"\xff\xfe\x00", b"x" * 300_000],
)
def test_a_file_that_is_no_calendar_is_refused_with_a_sentence(manager, content):
    values = {"year": 2030, "source": "x", "file": SimpleUploadedFile("a.csv", content)}
    page = sign_in(manager).post(f"{YEARS}add/", values)
    assert page.context["adminform"].form.errors["file"]
    assert not CalendarYear.objects.filter(year=2030).exists()


def test_a_missing_year_is_said_from_november_on():
    assert warnings.missing_years(date(2026, 10, 31)) == []
    assert warnings.missing_years(date(2026, 11, 1)) == [2027]
    assert warnings.missing_years(date(2029, 1, 1)) == [2029]


def test_the_command_fails_and_the_job_records_when_a_year_is_missing(capsys):
    CalendarYear.objects.all().delete()
    with pytest.raises(SystemExit):
        call_command("check_calendar")
    assert str(timezone.localdate().year) in capsys.readouterr().err
    assert calendar_warning() >= 1
    assert Run.objects.get(job="policy.calendar_warning").findings
