"""Writes a page with the figures and a picture of them, and compares with what is written."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from tests.benchmarks.speed.serving import cpu_model
from tests.browser.stack import ROOT

PAGE = ROOT / "docs" / "performance.md"
#: How much worse than written a share may be.
WORSE = 0.15
_GOAL = 0.85


@dataclass(frozen=True)
class Row:
    """One kind of request."""

    name: str
    is_kept: bool
    #: Processor time of the site for one, in milliseconds.
    cost: float
    #: A yardstick's processor time as a part of the site's: 1 means as fast, 0.5 half as fast.
    shares: dict[str, float]


def table(rows: list[Row]) -> str:
    """All figures, as Markdown."""
    names = list(rows[0].shares)
    lines = [
        f"| Request | Site, ms | {' | '.join(f'of {name}' for name in names)} |",
        f"|---|---:|{'---:|' * len(names)}",
    ]
    lines += [
        f"| {row.name} | {row.cost:.3f} | {' | '.join(f'{row.shares[n]:.3f}' for n in names)} |"
        for row in rows
    ]
    return "\n".join(lines)


def write(rows: list[Row], megabytes: float) -> None:
    """The page, its picture, and the same figures for programs."""
    PAGE.write_text(_page(rows, megabytes))
    PAGE.with_suffix(".svg").write_text(_picture([row for row in rows if row.is_kept]))
    figures = {"rows": [asdict(row) for row in rows], "megabytes": megabytes}
    PAGE.with_suffix(".json").write_text(json.dumps(figures, indent=2) + "\n")


def compare(rows: list[Row]) -> int:
    """1 where a share of bare gunicorn is more than 15 % below the written one, and says which."""
    written = {
        row["name"]: row for row in json.loads(PAGE.with_suffix(".json").read_text())["rows"]
    }
    slower = [
        f"{row.name}: {name} {row.shares[name]:.3f}, written {share:.3f}"
        for row in rows
        for name, share in written.get(row.name, {"shares": {}})["shares"].items()
        if row.shares[name] < share * (1 - WORSE)
    ]
    print("\n".join(["Slower than written:", *slower] if slower else ["As fast as written."]))
    return int(bool(slower))


def _page(rows: list[Row], megabytes: float) -> str:
    return f"""# How fast the site answers

`make bench` wrote this page. It asks one worker of the site, and yardsticks beside it in the same
minutes, over one open connection, and reads from the system how much processor time each worker
used. Yardsticks have the site's own gunicorn options and return the same bytes. A share of 1 is as
fast as the yardstick, 0.5 takes twice its time; above 1 the site is faster. Shares are
medians of rounds in turn. `make bench-check` fails where a share is {WORSE:.0%} worse than here.

![Kept pages beside bare gunicorn](performance.svg)

{table(rows)}

The site as it ships, two workers, gunicorn's master and the mail worker, holds {megabytes:.0f} MB
together after each of these requests (PSS: what processes share is counted once).

- *kept* pages are those that were made before and are still current. The goal is {_GOAL} of bare
  gunicorn, which does nothing but send; the rest is asking the database whether words changed.
- *made* pages are asked for with a query that nothing reads, so that Django makes them each time.
  Here and for the form, a search and a message, bare gunicorn is a wall and no rival: it sends
  what was made before.
- `cache_page` is Django's own way to keep whole pages. It does not see that staff changed a word.

Measured {datetime.now(UTC):%Y-%m-%d} on {cpu_model()},
{platform.system()} {os.uname().release.split("-")[0]}, Python {platform.python_version()},
Django {version("django")}, gunicorn {version("gunicorn")},
SQLite {sqlite3.sqlite_version}.
"""


def _picture(rows: list[Row]) -> str:
    bars = "".join(_bar(row, 34 + 30 * number) for number, row in enumerate(rows))
    height = 60 + 30 * len(rows)
    goal = 170 + 320 * _GOAL
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 {height}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="13">'
        f"<title>Share of bare gunicorn's speed</title>"
        f'<rect width="560" height="{height}" fill="#fff"/>'
        f'{bars}<path d="M{goal} 24V{height - 20}M490 24V{height - 20}" stroke="#777"/>'
        f'<text x="{goal}" y="18" text-anchor="middle">goal {_GOAL}</text>'
        f'<text x="490" y="18">bare 1.00</text></svg>\n'
    )


def _bar(row: Row, top: int) -> str:
    share = row.shares["bare gunicorn"]
    return (
        f'<text x="160" y="{top + 15}" text-anchor="end">{row.name}</text>'
        f'<rect x="170" y="{top}" width="{320 * share:.0f}" height="20" fill="#2f6f6a"/>'
        f'<text x="178" y="{top + 15}" fill="#fff">{share:.2f}</text>'
    )
