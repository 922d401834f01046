"""Knows what advertisers, mail services and searches add to links: no page of ours reads it."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

_NAMES = frozenset(
    {
        "_ga",
        "_gl",
        "_hsenc",
        "_hsmi",
        "_kx",
        "_openstat",
        "cjevent",
        "dclid",
        "dm_i",
        "ef_id",
        "epik",
        "fb_action_ids",
        "fb_action_types",
        "fb_ref",
        "fb_source",
        "fbclid",
        "gad_campaignid",
        "gad_source",
        "gbraid",
        "gclid",
        "gclsrc",
        "igsh",
        "igshid",
        "irclickid",
        "li_fat_id",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "msclkid",
        "ndclid",
        "oly_anon_id",
        "oly_enc_id",
        "rdt_cid",
        "s_cid",
        "s_kwcid",
        "sccid",
        "si",
        "srsltid",
        "syclid",
        "trk",
        "ttclid",
        "twclid",
        "unicorn_click_id",
        "vero_conv",
        "vero_id",
        "wbraid",
        "wickedid",
        "yclid",
        "ymclid",
        "zanpid",
    }
)
#: Services that add many of a kind.
_BEGINNINGS = re.compile(r"(?:utm|hsa|mtm|pk|piwik|matomo|ga|oa|stm|itm|at)_")


def without_tracking(query: str) -> str:
    """The query without what only tells somebody where the visitor came from."""
    return "&".join(part for part in query.split("&") if part and not _is_tracking(part))


def _is_tracking(part: str) -> bool:
    # A link that was escaped once too often begins its second name with “amp;”.
    name = unquote_plus(part.partition("=")[0]).lower().removeprefix("amp;")
    return name in _NAMES or _BEGINNINGS.match(name) is not None
