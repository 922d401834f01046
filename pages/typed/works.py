"""Knows how addresses of works look where most sources are, and tells what cannot lead to one."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

#: A host, what the path of a work looks like there, and an example for whoever typed another.
_SHAPES = {
    "doi.org": (re.compile(r"/10\.\d{4,9}/\S+"), "https://doi.org/10.1056/NEJMoa2302399"),
    "pubmed.ncbi.nlm.nih.gov": (
        re.compile(r"/\d{1,9}/?"),
        "https://pubmed.ncbi.nlm.nih.gov/40819842/",
    ),
    "pmc.ncbi.nlm.nih.gov": (
        re.compile(r"/articles/PMC\d+\b.*", re.IGNORECASE),
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC4933765/",
    ),
    "clinicaltrials.gov": (
        re.compile(r".*/NCT\d{8}\b.*", re.IGNORECASE),
        "https://clinicaltrials.gov/study/NCT03113968",
    ),
    "fda.gov": (re.compile(r"/[^/]+/.*[^/].*"), "https://www.fda.gov/drugs/…, with the whole path"),
}
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}")


def wrong_with(address: str) -> str:
    """What is wrong with the address of a work, in words for staff; empty if it may be one."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "This is no address. Copy it from the browser, on the page of the work."
    if not _HOST.fullmatch(host):
        return "This is no address on the web. Copy it from the browser, on the page of the work."
    shape, example = _SHAPES.get(host, (None, ""))
    if shape and not shape.fullmatch(parts.path):
        return f"No work is at this address of {host}. It looks like {example}."
    return ""
