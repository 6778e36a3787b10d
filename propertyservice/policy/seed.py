"""What a new database starts with: the calendars that ship with the project."""

from pathlib import Path

from propertyservice.policy.calendar import read_csv
from propertyservice.policy.models import CalendarDay, CalendarYear, Revision

DATA = Path(__file__).parent / "data"
SOURCE = "General Office of the State Council, notice on holidays of {year}"


def calendars(using: str) -> None:
    """Load each shipped year that is not there; never touch a loaded one."""
    Revision.objects.using(using).get_or_create(pk=1)
    for path in sorted(DATA.glob("calendar_*.csv")):
        year = int(path.stem.removeprefix("calendar_"))
        _row, new = CalendarYear.objects.using(using).get_or_create(
            year=year, defaults={"source": SOURCE.format(year=year)}
        )
        if new:
            CalendarDay.objects.using(using).bulk_create(
                CalendarDay(date=day, year_id=year, kind=kind.name, name=name)
                for day, kind, name in read_csv(path)
            )
