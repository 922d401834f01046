"""The full run: python -m tests.storm --messages 10000 --seed 1. Ends with 1 if anything is lost.

Only on this machine: its own ports, database and processes. About ten minutes for 10,000.
"""

import logging
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

from tests.storm.storm import storm


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=16, help="people who write at a time")
    parser.add_argument("--database", default="", help="a PostgreSQL server; else SQLite")
    given = parser.parse_args()
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        account = storm(
            Path(folder),
            messages=given.messages,
            seed=given.seed,
            database=given.database,
            at_once=given.at_once,
        )
    print(account)
    return int(bool(account.wrong))


if __name__ == "__main__":
    sys.exit(main())
