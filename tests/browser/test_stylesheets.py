"""A stylesheet without its space says to a browser what people wrote."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from clinic_site.stylesheets import SHEETS, bare

#: The rules as a browser has read them, one a line.
READ = """text => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return [...sheet.cssRules].map(rule => rule.cssText).join("\\n");
}"""


@pytest.mark.parametrize("path", sorted({part for sheet in SHEETS.values() for part in sheet}))
def test_a_browser_reads_the_rules_that_were_written(chromium: Browser, path: str) -> None:
    written = (settings.BASE_DIR / "static" / path).read_text("utf-8")
    page = chromium.new_page()
    rules, sent = page.evaluate(READ, written), page.evaluate(READ, bare(written))
    page.close()
    assert _evenly_spaced(sent) == _evenly_spaced(rules)
    assert len(rules) > 100


def _evenly_spaced(rules: str) -> str:
    """What a browser keeps as typed, like "a,b" beside "a, b" in a variable, without its space."""
    return re.sub(r'("[^"]*")|(?<=[,:(])\s+|\s+(?=\))|(?<=\s)\s+', r"\1", rules)
