"""Where Python begins: before any package is there, and quiet if Ctrl-C comes now already."""

import sys

try:
    sys.path[0] = "."
    from clinic_site.setup.commands import main

    main(*sys.argv[1:])
except KeyboardInterrupt:
    sys.exit(130)
