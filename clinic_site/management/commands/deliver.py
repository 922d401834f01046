"""Sends the mails that messages cause. Runs beside the web server until it is told to stop."""

import signal
from argparse import ArgumentParser
from threading import Event

from django.core.management.base import BaseCommand

from clinic_site.databases import silence
from clinic_site.health import refuse_wrong_keys
from clinic_site.worker import Worker


class Command(BaseCommand):
    help = "Send waiting mail until stopped; with --once, send what is due and stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due now, then stop")

    def handle(self, *_args: str, **options: str | int | None) -> None:
        if options["once"]:
            refuse_wrong_keys()
            Worker().drain()
            return
        silence.limit()
        refuse_wrong_keys()
        stop = Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            # The mail in hand is finished first.
            signal.signal(name, lambda *_: stop.set())
        Worker(stop).run()
