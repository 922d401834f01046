"""Runs pip so that it ends at once, with all it started, when the program that waits for it does.

Whatever killed that one, the system closes its end of the pipe, and nothing is ever written to it.
"""

import os
import runpy
import signal
import sys
from threading import Thread


def _end_with(line: int) -> None:
    os.read(line, 1)
    # It was started in a group of its own.
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    # Beside this file are others that are called like modules of Python.
    del sys.path[0]
    Thread(target=_end_with, args=(int(sys.argv.pop(1)),), daemon=True).start()
    runpy.run_module("pip", run_name="__main__", alter_sys=True)
