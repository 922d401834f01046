"""A staff page of a model is named in one way, in templates as in code."""

import re
from pathlib import Path

from django.conf import settings
from django.template import engines

from pages import admin_addresses
from pages.models import Page

#: An address put together from the names of an app and a model.
_BY_HAND = re.compile(r"admin:(auth|contact|faq|pages)_|admin_urlname")


def test_a_template_names_a_page_by_the_model_or_its_options() -> None:
    code = '{% load staff %}{% staff_page "pages.page" "history" 7 %} {% staff_page opts "add" %}'
    said = engines["django"].from_string(code).render({"opts": Page._meta})
    assert said.split() == [
        admin_addresses.view(Page, "history", 7),
        admin_addresses.view(Page, "add"),
    ]


def test_no_template_puts_such_an_address_together_itself() -> None:
    templates = list(Path(settings.BASE_DIR / "templates").rglob("*.*"))
    assert templates
    assert not [file for file in templates if _BY_HAND.search(file.read_text())]
