"""Where Python begins: before any package is there, and short if Ctrl-C comes now already."""

import os
import sys

try:
    sys.path[0] = "."
    from clinic_site.setup.commands import main

    main(*sys.argv[1:])
except KeyboardInterrupt:
    # Without an import that may be half done.
    os.write(2, b"Stopped by Ctrl-C.\n")
    os._exit(130)
