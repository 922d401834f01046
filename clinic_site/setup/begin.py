"""Where Python begins: before any package is there, and short if Ctrl-C comes now already."""

try:
    import sys

    sys.path[0] = "."
    from clinic_site.setup.commands import main

    main(*sys.argv[1:])
except KeyboardInterrupt:
    # It is part of Python itself: what is read from a file may be half done.
    import posix

    posix.write(2, b"Stopped by Ctrl-C.\n")
    posix._exit(130)
