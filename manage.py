#!/usr/bin/env python
"""Django's command line for this site."""

import os
import sys


def main() -> None:
    """Do what the command line says."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_site.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        from clinic_site.environment import said
        from clinic_site.setup.dotenv import is_yes

        # As it stands there: what is wrong may be this very setting.
        if is_yes(said("DEBUG")):
            raise
        sys.exit(str(error))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        os.write(2, b"Stopped by Ctrl-C.\n")
        sys.exit(130)
