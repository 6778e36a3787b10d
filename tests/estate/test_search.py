"""The one box: every kind of term finds, and never in another office."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from propertyservice.estate import pinyin
from propertyservice.estate.models import Person, Relation, TermKind, Vehicle
from propertyservice.estate.search import find
from propertyservice.estate.terms import terms_of
from propertyservice.organisation.models import Office, Staff
from propertyservice.organisation.scope import scope
from tests.estate.conftest import home, person, tie
from tests.support.people import hire

pytestmark = pytest.mark.clause("4.2.1")
HAN = st.text("王李曾单解仇查朴欧阳志伟芳娜敏静丽强磊洋吕女", min_size=2, max_size=4)
PHONES = st.from_regex(r"\A1[3-9][0-9]{9}\Z")
ROOMS = st.tuples(
    st.integers(1, 40), st.integers(1, 6), st.integers(1, 33), st.integers(1, 8)
)
many = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def labels(user: Staff, text: str, limit: int = 8) -> list[str]:
    """The rooms that a text finds."""
    return [hit.unit_label for hit in find(user, text, limit)]


def names(user: Staff, text: str, limit: int = 200) -> list[str]:
    """The people that a text finds."""
    return [hit.name for hit in find(user, text, limit)]


@pytest.fixture
def zeng(office: Office) -> Person:
    """曾志伟 owns 3-1-502."""
    who = person(office, "曾志伟", "13800002207", "0571-88776655")
    tie(home(office, "3-1-502"), who)
    return who


def test_a_full_room_is_one_exact_hit(office: Office, supervisor: Staff) -> None:
    for label in ("3-1-502", "13-1-502", "3-1-5021", "3-2-502"):
        home(office, label)
    hits = find(supervisor, "3-1-502", 8)
    assert [(hit.unit_label, hit.exact) for hit in hits] == [("3-1-502", True)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1-502", ["3-1-502", "13-1-502"]),
        ("502", ["3-1-502", "3-2-502", "13-1-502"]),
        ("JX-3-1-502", ["3-1-502"]),
        ("jx-3-1-502", ["3-1-502"]),
        ("3－1－５０２", ["3-1-502"]),
        ("3 - 1 - 502", ["3-1-502"]),
        ("03-01-0502", ["3-1-502"]),
        ("0502", ["3-1-502", "3-2-502", "13-1-502"]),
        ("3号楼1单元502室", ["3-1-502"]),
        ("3栋502", ["3-1-502", "3-2-502"]),
        ("1单元502", ["3-1-502", "13-1-502"]),
        ("3-1-50", ["3-1-502", "3-1-5021"]),
        ("2-50", ["3-2-502"]),
        ("99", []),
    ],
)
def test_a_room_is_found_at_the_borders_of_its_parts(
    office: Office, supervisor: Staff, typed: str, expected: list[str]
) -> None:
    for label in ("13-1-502", "3-1-502", "3-1-5021", "3-2-502"):
        home(office, label)
    assert labels(supervisor, typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "曾志伟",
        "曾",
        "志",
        "伟",
        "志伟",
        " 曾 志伟 ",
        "zengzhiwei",
        "zeng zhi wei",
        "ZENG",
        "zhiwei",
        "wei",
        "zzw",
        "zw",
        "2207",
        "13800002207",
        "138 0000 2207",
        "+86 13800002207",
        "8776655",
        "0571-88776655",
        "２２０７",
    ],
)
def test_a_person_is_found_by_what_a_caller_says(
    zeng: Person, supervisor: Staff, typed: str
) -> None:
    (hit,) = find(supervisor, typed, 8)
    assert (hit.name, hit.unit_label, hit.relation) == ("曾志伟", "3-1-502", "OWNER")


@pytest.mark.parametrize("typed", ["", " ", "220", "cengzhiwei", "%", "_", "'", "曾_"])
def test_what_means_nothing_finds_nothing(
    zeng: Person, supervisor: Staff, typed: str
) -> None:
    assert find(supervisor, typed, 8) == []


@pytest.mark.parametrize("typed", ["浙A12345", "浙a·12345", "a12345", "12345", "浙A1"])
def test_a_plate_leads_to_its_owner(
    office: Office, zeng: Person, supervisor: Staff, typed: str
) -> None:
    unit = zeng.occupancies.get().unit
    Vehicle.objects.create(office=office, plate="浙A·12345", unit=unit, person=zeng)
    assert [(hit.name, hit.unit_label) for hit in find(supervisor, typed, 8)] == [
        ("曾志伟", "3-1-502")
    ]


def test_names_that_begin_so_come_before_those_that_hold_it_inside(
    office: Office, supervisor: Staff
) -> None:
    person(office, "王志")
    person(office, "志刚")
    assert names(supervisor, "志") == ["志刚", "王志"]


@pytest.mark.edge(57)
def test_an_owner_of_several_units_is_found_with_each(
    zeng: Person, office: Office, supervisor: Staff
) -> None:
    tie(home(office, "5-1-101"), zeng)
    assert sorted(labels(supervisor, "曾志伟")) == ["3-1-502", "5-1-101"]


def test_former_rooms_are_shown_only_when_there_is_no_other(
    zeng: Person, office: Office, supervisor: Staff
) -> None:
    old = tie(
        home(office, "5-1-101"),
        zeng,
        Relation.TENANT,
        ends_on=zeng.occupancies.get().starts_on,
    )
    assert labels(supervisor, "曾志伟") == ["3-1-502"]
    zeng.occupancies.exclude(pk=old.pk).delete()
    (hit,) = find(supervisor, "曾志伟", 8)
    assert (hit.unit_label, hit.left_on) == ("5-1-101", old.ends_on)


def test_a_room_names_who_lives_there(
    zeng: Person, office: Office, supervisor: Staff
) -> None:
    tie(zeng.occupancies.get().unit, person(office, "李芳"), Relation.FAMILY)
    (hit,) = find(supervisor, "3-1-502", 8)
    assert hit.line == "3号楼 · 曾志伟、李芳"


def test_a_phone_is_masked_for_those_who_may_not_see_it(
    zeng: Person, supervisor: Staff, auditor: Staff
) -> None:
    assert find(supervisor, "曾", 8)[0].phone == "13800002207"
    assert find(auditor, "曾", 8)[0].phone == "138****2207"
    assert "13800002207" not in find(auditor, "13800002207", 8)[0].line


def test_terms_follow_every_change(
    zeng: Person, office: Office, supervisor: Staff
) -> None:
    zeng.name = "单雄信"
    zeng.save()
    zeng.contacts.filter(is_primary=True).update(phone="057112345678")
    assert names(supervisor, "曾") == []
    assert names(supervisor, "shanxiongxin") == ["单雄信"]
    assert names(supervisor, "2207") == []
    assert names(supervisor, "5678") == ["单雄信"]
    zeng.contacts.all().delete()
    zeng.occupancies.all().delete()
    zeng.delete()
    assert names(supervisor, "单") == []


@many
@given(name=HAN, phone=PHONES, place=ROOMS)
def test_every_term_finds_its_person_and_never_for_another_office(
    both: tuple[Office, Office],
    stranger: Staff,
    name: str,
    phone: str,
    place: tuple[int, int, int, int],
) -> None:
    office = both[0]
    supervisor = Staff.objects.filter(office=office).first() or hire(
        office, "CS_SUPERVISOR"
    )
    building, stairwell, floor, room = place
    label = f"{building}-{stairwell}-{floor}{room:02d}"
    with transaction.atomic():
        unit = home(office, label)
        tie(unit, person(office, name, phone))
        read = pinyin.syllables(name)
        typed = {
            name[i:j] for i in range(len(name)) for j in range(i + 1, len(name) + 1)
        }
        typed |= {"".join(read[i:]) for i in range(len(read))}
        typed |= {pinyin.initials(name), *(phone[i:] for i in range(8))}
        for text in typed:
            assert name in names(supervisor, text), text
            assert find(stranger, text, 8) == [], text
        for text in (label, f"{stairwell}-{floor}{room:02d}", f"{floor}{room:02d}"):
            assert label in labels(supervisor, text, 50), text
            assert find(stranger, text, 8) == [], text
        transaction.set_rollback(True)


@given(st.text(max_size=300))
def test_whatever_is_typed_gives_terms_and_no_error(text: str) -> None:
    for term in terms_of(text):
        assert isinstance(term.kind, TermKind)
        assert term.text


@many
@given(st.text(max_size=40))
def test_whatever_is_typed_is_searched_without_an_error(
    office: Office, supervisor: Staff, text: str
) -> None:
    assert find(supervisor, text, 3) == []


def test_a_search_is_one_statement(
    zeng: Person, supervisor: Staff, django_assert_num_queries: object
) -> None:
    supervisor.rights  # noqa: B018 (loaded with the request)
    for typed in ("曾", "zzw", "2207", "3-1-502"):
        with django_assert_num_queries(1):  # type: ignore[operator]
            find(supervisor, typed, 8)


def test_the_side_table_is_closed_to_the_application(zeng: Person) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM estate_searchterm")


def test_ids_of_another_office_give_nothing_without_its_scope(
    both: tuple[Office, Office], stranger: Staff
) -> None:
    tie(home(both[1]), person(both[1], "曾志伟"))
    assert names(stranger, "曾志伟") == ["曾志伟"]
    with scope(offices=[both[0].pk]):
        assert find(stranger, "曾志伟", 8) == []


def test_four_digits_are_a_whole_room_or_a_phone(
    office: Office, supervisor: Staff
) -> None:
    home(office, "3-1-22071")
    tie(home(office, "3-1-2207"), person(office, "李芳", "13800002207"))
    hits = find(supervisor, "2207", 8)
    assert [(hit.name, hit.unit_label) for hit in hits] == [
        ("", "3-1-2207"),
        ("李芳", "3-1-2207"),
    ]
