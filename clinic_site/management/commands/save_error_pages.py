"""Saves the error pages that nginx or Caddy shows while the site itself cannot answer."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from clinic_site.errors import page_without_database
from pages.clinic.facts import facts_of_this_page
from pages.clinic.models import Clinic
from pages.clinic.place import listed_prices, main_place

#: Apart from the database: the front server reads here, and nowhere else of ours.
FOLDER = Path(settings.BASE_DIR) / "error_pages"
#: What a front server answers itself, and the page for it.
_PAGES = {400: "400.html", 413: "400.html", 429: "429.html", 503: "503.html"}


class Command(BaseCommand):
    help = "Save the pages a front server shows while the site is down. Run it after each deploy."

    def handle(self, *_args: str, **_options: str | bool | None) -> None:
        # So that the pages have the phone number.
        facts_of_this_page(Clinic.load(), main_place(), listed_prices())
        FOLDER.mkdir(exist_ok=True)
        for status, template in _PAGES.items():
            (FOLDER / f"{status}.html").write_text(page_without_database(template), "utf-8")
