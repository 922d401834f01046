"""The two sites of a clone on this machine: its own, and one with a sample clinic in it."""

import os
from dataclasses import dataclass
from pathlib import Path

from clinic_site.setup.talk import ROOT

#: Set by ``make demo`` alone, for the programs it starts. No .env can say it: a real site that
#: reads this by accident finds no settings, or refuses an address that is not on this machine.
VARIABLE = "BRAINSTIM_DEMO"


@dataclass(frozen=True)
class Site:
    """What one of them has for itself."""

    #: What make is told to start it.
    command: str
    #: With its database, its mail and its locks.
    folder: Path
    #: Its settings, and the keys to its messages.
    env: Path
    #: Where it answers if nothing else is said.
    port: int

    @property
    def database(self) -> Path:
        """Its database, unless its settings name another."""
        return self.folder / "site.sqlite3"

    @property
    def run_lock(self) -> Path:
        """Held while it runs; it says where."""
        return self.folder / "run.lock"

    @property
    def variables(self) -> dict[str, str]:
        """What its programs are told, so that they know which one they belong to."""
        return {VARIABLE: "1"} if self == DEMO else {}


RUN = Site("run", ROOT / "var", ROOT / ".env", 8000)
DEMO = Site("demo", ROOT / "var/demo", ROOT / "var/demo/.env", 8010)


def this() -> Site:
    """The one this program belongs to."""
    return DEMO if os.environ.get(VARIABLE) else RUN
