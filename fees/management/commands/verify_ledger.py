"""``manage.py verify_ledger``: prove the chain, and the heads on signed reports."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fees.transitions.proving import prove
from propertyservice.ledger.models import ChainHead
from propertyservice.organisation.models import Office
from propertyservice.organisation.scope import everywhere


class Command(BaseCommand):
    """Prove the ledger of every office, or of one; writes nothing."""

    help = "Prove that no voucher was changed, removed or put in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--office", help="only the office of this code")

    def handle(self, *args: Any, **options: Any) -> None:
        found = []
        with everywhere("proof of the ledger"):
            offices = Office.objects.order_by("code")
            if code := options["office"]:
                offices = offices.filter(code=code)
            for office in offices:
                head = ChainHead.objects.filter(ledger="fees", office=office).first()
                wrong = [f"{office.code} {each.what}" for each in prove(office)]
                found += wrong
                links = head.link if head else 0
                end = head.hash[:16] if head else "-"
                self.stdout.write(f"{office.code}: {links} vouchers, end {end}")
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} places do not hold.")
        self.stdout.write("The ledger holds.")
