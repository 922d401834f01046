"""The mail worker as it ships, but less patient, so that days of trouble fit into a minute."""

import os
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.storm.settings")

import django

django.setup()

from django.core.management import call_command

from clinic_site import worker
from contact.outbox import delivery

_patient = worker.Worker._pause

vars(delivery).update(
    FIRST_WAIT=timedelta(seconds=0.2),
    LONGEST_WAIT=timedelta(seconds=2),
    _PAUSES_TO_MARK=(0, 0.1, 0.2, 0.5, 1, 2),
)
worker._SECONDS_BETWEEN_MAILS = 0
worker.Worker._pause = lambda self, outcome: min(_patient(self, outcome), 0.2)  # type: ignore[method-assign]

call_command("deliver")
