"""The settings of a real site on this machine, with addresses that fail on purpose."""

import os
from pathlib import Path

from clinic_site.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["BROWSER_TEST_FOLDER"]) / "static"
ROOT_URLCONF = "tests.browser.urls"
