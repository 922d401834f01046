"""What of typed words is not understood is named, with its line, before it goes live."""

from typing import Any

import pytest
from django.test import Client

from pages.models import Page
from tests.colleagues import Editor, change, said

pytestmark = pytest.mark.django_db


def asked(dana: Editor, page: Page, **typed: str) -> str:
    """What stands on the page before words go live, or at the field that refuses them."""
    answer = dana.publish(change(page), **typed)
    assert "In short." in said(Client().get("/costs/"))
    return said(answer).replace("&quot;", '"')


NAMED = {
    "x\n\n[b](www.example.com)": "Line 3: the link “www.example.com” leads nowhere. Type the whole",
    "[b](example.com/a)": "https://example.com/a",
    "[a](cost/)": "Line 1: the link “cost/” leads nowhere. Begin it with a slash: /cost/",
    "::: status\n[a](../cost)\n:::": "Line 2: the link “../cost” leads nowhere",
    "[a]()": "Line 1: the link “” leads nowhere",
    "[a](page.html)": "Begin it with a slash: /page.html",
    "[a](?page=2)": "Line 1: the link “?page=2” leads nowhere",
    "[a](htps://www.fda.gov/)": "Line 1: the link “htps://www.fda.gov/” leads nowhere",
    "[a](ftp://www.fda.gov/)": "Line 1: the link “ftp:",
    "[a](https:///x)": "Type a whole address, like",
    "[a](desk@clinic.org)": "Write mailto:desk@clinic.org",
    "[a](mailto:desk)": "Line 1: the link “mailto:desk” leads nowhere",
    "[a](202-555-0142)": "Write tel:202-555-0142",
    "[a](tel:us)": "Line 1: the link “tel:us” leads nowhere",
    "[a](#nowhere)": "Line 1: There is no place here called #nowhere",
    "x\n\n[a](/no-such-page/)": "Line 3: This link leads nowhere: /no-such-page/",
    "[a](/costs/#nowhere)": "Line 1: This link leads nowhere: /costs/#nowhere",
    "[a](https://clinic.example/no-such-page/)": "Line 1: This link leads nowhere: https://clinic",
    "[a](/staff/)": "Line 1: Only staff can open this link: /staff/",
    "[a] (/costs/)": "Line 1: visitors read the signs of this link",
    "[a](/costs/ and more)": "Line 1: visitors read the signs of this link",
    "::: status\nSee [x][1]\n:::": "Line 2: nothing says where the link “[x][1]” leads",
    "See https://www.fda.gov/ or so": "Line 1: “https://www.fda.gov/” is no link",
    "See www.fda.gov": "Line 1: “www.fda.gov” is no link",
    "[](/costs/)": "Line 1: A link has no words",
    "x\n![Door](/door.png)": "Line 2: a picture stands in a block",
    "![Door][1]": "Line 1: a picture stands in a block",
    "x\n\n<!-- TODO ask Dr. Lee -->": "Line 3: visitors never see the comment “<!-- TODO ask Dr",
    "# Big": "Line 1: # is for the title of the page",
    "Big\n===": "Line 1: # is for the title of the page",
    "#### Small": "Line 1: #### is no heading here",
    "##": "Line 1: a heading without words",
    "#Heading": "Line 1: “#” needs a blank after it",
    "Two lines\nof text\n---": "Line 1: the line --- below makes a heading of this",
    "::: ledger\n- a | b\n## Heading\n- c | d\n:::": "Line 3: this heading is shown above all rows",
    "::: checklist\n- a\n1. b\n:::": "Line 3: this is no row of “checklist”",
    "::: ledger\n- only one part\n:::": "Line 2: a row of “ledger” has 2 parts or more",
    "::: ledger\n- a | b | c | lost\n:::": "“lost” is lost",
    "::: checklist\n- a | b\n:::": "“b” is lost",
    "::: checklist\n:::": "Line 1: “checklist” has no rows",
    "::: checklist\n- a\n::: status\nx\n:::\n:::": "Line 3: nothing inside “checklist” is shown",
    "::: session\nLost.\n- a | b | c\n:::": "Line 2: “session” does not show this line",
    "::: index\n- Costs | what you pay\n:::": "Line 2: a row of “index” begins with a link",
    "::: important\nx\n:::": "Line 1: “important” needs a title",
    "::: status Lost\nx\n:::": "Line 1: “status” shows no title",
    "::: status\n:::": "Line 1: “status” is empty",
    ":: status\nx": "Line 1: this opens no block",
    "::: status\nx\n::: Whatever": "Line 3: ::: closes a block here, and “Whatever” is not shown",
    "1. One\n\nBetween.\n\n1. Two": "Line 5: the numbers start again at 1",
    "1. One\n2. Two\n4. Four": "Line 3: you typed 4, and visitors see 3",
    "First: 1. One\n2. Two": "Line 2: this runs on in the line above",
    "a) One\nb) Two": "Line 2: this runs on in the line above",
    f"{'A long line of Word, ' * 8}that ends.\nAnother.": "Line 2: this runs on in the line above",
    "- [ ] Bring water": "Line 1: “[ ]” is no box to tick",
    "- One\n-\n- Two": "Line 2: a list item without words",
    "One | Two": "Line 1: | stands in no table",
    "Costs:\t$5": "Line 1: a tab makes no column",
    "**Bold": "Line 1: visitors read “**” just like that",
    "```\nx\n```": "Line 1: ``` shows program code",
    "Call {phone number}": "Line 1: visitors read {phone number} just like that",
    "Call {{phone}}": "Line 1: visitors read {{phone}} just like that",
    # Refused: these are at the field, and nothing is stored.
    "x\n\n[Costs]({prices})": "Line 3: no link can lead to {prices}",
    "[Costs](/{name}/)": "Line 1: no link can lead to /{name}/",
    "x\n<!-- never ends": "Line 2: a comment starts with <!-- here and never ends",
    "x\n\n<b>bold</b>": "Line 3: HTML is not used here, but the text has <b>",
    "<www.example.com>": "Line 1: write the link as [words](https://www.example.com)",
    "x\nCall {phne}": "Line 2: There is no clinic fact “phne”",
    "::: Importnat\nx\n:::": "Line 1: there is no block “Importnat”",
}


@pytest.mark.parametrize("typed", NAMED)
def test_what_is_not_understood_is_named_before_it_goes_live(
    dana: Editor, page: Page, typed: str, settings: Any
) -> None:
    settings.SITE_HOST = "clinic.example"
    assert NAMED[typed] in asked(dana, page, body=typed)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title", "What **you** pay", "Title: visitors read ** just like that"),
        ("title", "<b>Costs</b>", "Title: visitors read <b> just like that"),
        ("summary", "See [this](/x/).", "Short answer: visitors read [this](/x/) just like that"),
        ("summary", "<!-- ask -->", "Short answer: visitors read <!-- just like that"),
        ("nav", "## Costs", "Short name for menus: visitors read ## just like that"),
    ],
)
def test_signs_where_plain_words_stand_are_named(
    dana: Editor, page: Page, field: str, typed: str, told: str
) -> None:
    assert told in asked(dana, page, **{field: typed})
