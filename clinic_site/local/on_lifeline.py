"""Runs a command of manage.py that stops when the program that started it is gone."""

import os
import sys

from clinic_site.local import lifeline

if __name__ == "__main__":
    lifeline.stop_at_its_end(os.getpid())
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
