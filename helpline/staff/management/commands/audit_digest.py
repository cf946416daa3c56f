"""Print sealed days of the audit, to be kept where this service cannot write."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from helpline.staff.audit_seals import paper_of, seal_days
from helpline.staff.models import SealedDay


class Command(BaseCommand):
    help = (
        "Print the sealed digest of a day of the audit, the newest unless --day names another, as a line of "
        "JSON. Send it elsewhere every day (a mailbox, paper, another machine); verify_audit --against holds "
        "the log against it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--day", type=date.fromisoformat, help="a day in London, YYYY-MM-DD")
        which.add_argument("--since", type=date.fromisoformat, help="this day and all after it")

    def handle(self, *args: Any, day: date | None = None, since: date | None = None, **options: Any) -> None:
        seal_days(now=timezone.now())
        days = SealedDay.objects.all()
        if day:
            days = days.filter(day=day)
        elif since:
            days = days.filter(day__gte=since)
        else:
            days = days.order_by("-day")[:1]
        printed = [json.dumps(paper_of(sealed)) for sealed in days]
        if not printed:
            raise CommandError(
                "No such day is sealed: a day is sealed once it is over and the log has begun."
            )
        for paper in printed:
            self.stdout.write(paper)
