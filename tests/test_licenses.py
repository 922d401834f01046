"""Everything the site runs with may be used by a clinic, and shipped beside our own code."""

import re
from importlib.metadata import PackageNotFoundError, metadata

from tests.rooms.arrows import ROOT

#: Each lets us use, change and ship; of LGPL and MPL ones nothing is changed by us.
_FREE = ("MIT", "BSD", "Apache", "PSF", "MPL", "LGPL", "Unlicense", "ISC", "Zlib", "CNRI")
_NOT = re.compile(r"\bGPL|AGPL|Affero|Commercial|Proprietary", re.IGNORECASE)


def libraries() -> list[str]:
    """Names of all that a server installs."""
    return re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)


def license_of(name: str) -> str:
    """What the library says of itself, in its own words."""
    told = metadata(name)
    classified = [one for one in told.get_all("Classifier") or [] if one.startswith("License")]
    return " ".join(
        [*(told.get_all("License-Expression") or told.get_all("License") or []), *classified]
    )


def test_each_library_of_the_site_is_free_to_use_and_ship() -> None:
    found = {}
    for name in libraries():
        try:
            found[name] = license_of(name)
        except PackageNotFoundError:
            continue  # For another system: colorama, on Windows.
    assert len(found) > 20
    unfit = {name: it for name, it in found.items() if _NOT.search(it) or not _is_free(it)}
    assert unfit == {}


def _is_free(said: str) -> bool:
    return any(re.search(rf"\b{one}", said) for one in _FREE)
