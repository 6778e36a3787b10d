"""What the night looks at beside the sums: people's part of the till (4.8.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.utils.translation import gettext as _

from fees.models import (
    STATED,
    Account,
    CashierDay,
    Check,
    DayStatus,
    Entry,
    LineState,
    Statement,
    StatementLine,
    SurpriseCount,
)
from fees.rules.defaults import DRAWER_LIMIT, SHORTS, STATED_AFTER, SURPRISE_COUNTS
from fees.rules.money import month_of
from fees.transitions.proving import Found
from fees.transitions.stating import match
from propertyservice.organisation.models import Office
from propertyservice.policy.in_force import in_force

MOST = 50


def watched(office: Office, on: date) -> Iterator[Found]:
    """Short again and again, money on no statement, lines of nobody, a drawer too
    full, a month without a surprise count."""
    rules = in_force(office, on)
    yield from _shorts(office, on, int(rules[SHORTS]))
    match(office)
    yield from _not_stated(office, on, int(rules[STATED_AFTER]))
    yield from _strange(office, on, int(rules[STATED_AFTER]))
    yield from _drawers(office, on, Decimal(str(rules[DRAWER_LIMIT])))
    yield from _no_count(office, on, int(rules[SURPRISE_COUNTS]))


def _shorts(office: Office, on: date, many: int) -> Iterator[Found]:
    """Three days short in a month go to the manager (edge case 75)."""
    first = month_of(on)
    short = CashierDay.objects.filter(
        Q(counted__lt=F("expected")) | Q(float_counted__lt=F("float_amount")),
        office=office,
        date__range=(first, on),
    )
    rows = short.values("cashier", "cashier__name").annotate(n=Count("pk"))
    for row in rows.filter(n__gte=many).order_by("cashier"):
        words = _("%(name)s was short on %(n)d days of %(month)s.")
        said = {"name": row["cashier__name"], "n": row["n"], "month": f"{first:%Y-%m}"}
        yield Found(Check.SHORTS, f"{row['cashier']}:{first:%Y-%m}", words % said)


def _not_stated(office: Office, on: date, days: int) -> Iterator[Found]:
    """Payments that should stand on an imported statement by now, and do not.

    Only for accounts whose statements reach that day: what nobody imported yet is no
    finding of each payment.
    """
    for account in STATED:
        lines = StatementLine.objects.filter(office=office, account=account)
        reaches = lines.order_by("-on").values_list("on", flat=True).first()
        begins = lines.order_by("on").values_list("on", flat=True).first()
        if reaches is None or begins is None:
            continue
        until = min(reaches, on - timedelta(days=days - 1))
        stated = StatementLine.objects.filter(entry=OuterRef("pk"))
        entries = Entry.objects.filter(
            ~Exists(stated),
            office=office,
            account=account,
            voucher__undone_by=None,
            voucher__reverses=None,
            voucher__business_date__range=(begins, until),
        ).select_related("voucher__office")
        for entry in entries.order_by("pk")[:MOST]:
            words = _("%(what)s: %(sum)s yuan by %(account)s stand on no statement.")
            said = {
                "what": str(entry.voucher),
                "sum": entry.amount,
                "account": Account(account).label,
            }
            yield Found(Check.UNMATCHED, f"entry:{entry.pk}", words % said)


def _strange(office: Office, on: date, days: int) -> Iterator[Found]:
    """Lines of a statement that are no payment of ours."""
    lines = StatementLine.objects.filter(
        office=office,
        state=LineState.NEW,
        on__lte=on - timedelta(days=days - 1),
        statement__in=Statement.objects.filter(office=office),
    )
    for line in lines.order_by("pk")[:MOST]:
        words = _("%(day)s: %(sum)s yuan by %(account)s are matched with nothing.")
        said = {
            "day": line.on.isoformat(),
            "sum": line.amount,
            "account": line.get_account_display(),
        }
        yield Found(Check.STRANGE, f"line:{line.pk}", words % said)


def _drawers(office: Office, on: date, most: Decimal) -> Iterator[Found]:
    """More cash than a drawer may hold, without a trip to the bank at midday."""
    open_days = CashierDay.objects.filter(office=office, date__lte=on)
    for day in open_days.filter(status=DayStatus.OPEN).select_related("cashier"):
        found = Entry.objects.filter(voucher__day=day, account=Account.CASH)
        cash = found.aggregate(total=Sum("amount"))["total"] or Decimal()
        if cash > most:
            words = _("%(sum)s yuan lie in the drawer of %(name)s.")
            said = {"sum": cash, "name": day.cashier.name}
            yield Found(Check.DRAWER, f"{day.pk}", words % said)


def _no_count(office: Office, on: date, many: int) -> Iterator[Found]:
    """On the last day of a month: too few surprise counts in it."""
    first = month_of(on)
    if (on + timedelta(days=1)).day != 1:
        return
    if not CashierDay.objects.filter(office=office, date__range=(first, on)).exists():
        return
    counts = SurpriseCount.objects.filter(
        office=office, day__date__range=(first, on)
    ).count()
    if counts < many:
        words = _("%(month)s: %(n)d surprise counts, %(asked)d are asked for.")
        said = {"month": f"{first:%Y-%m}", "n": counts, "asked": many}
        yield Found(Check.NO_COUNT, f"{first:%Y-%m}", words % said)
