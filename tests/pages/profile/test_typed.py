"""What staff type is made to fit, or refused where they typed it, and stays."""

import pytest

from pages.models import Person, PriceList
from tests.colleagues import Editor, said

pytestmark = pytest.mark.django_db

#: A price that is as long as one likes.
FREE = "free " + "a" * 400
PERSON, PRICES = "/staff/pages/person/add/", "/staff/pages/pricelist/add/"


def test_two_people_may_have_one_name(ed: Editor) -> None:
    for _time in range(3):
        ed.publish(PERSON, title="Ana Sample", agreed="on")
    slugs = sorted(Person.objects.values_list("slug", flat=True))
    assert slugs == ["ana-sample", "ana-sample-2", "ana-sample-3"]


def test_the_longest_name_twice_has_two_addresses(ed: Editor) -> None:
    for _time in range(2):
        ed.press(PERSON, title="a" * 60)
    assert sorted(Person.objects.values_list("slug", flat=True)) == ["a" * 58 + "-2", "a" * 60]


@pytest.mark.parametrize(
    ("cell", "name", "most"),
    [("amount", "Price", 40), ("label", "Name", 80), ("includes", "What is in it", 300)],
)
def test_a_cell_too_long_for_a_phone_is_refused_and_stays(
    ed: Editor, cell: str, name: str, most: int
) -> None:
    row = {"kind": "session", "label": "One", "amount": "$450"} | {cell: FREE[: most + 1]}
    typed = {f"prices-0-{column}": text for column, text in row.items()}
    page = said(ed.press(PRICES, title="Prices", **typed))
    assert f"One session, {name} “" in page
    assert f"”: keep this to {most} letters or fewer." in page
    assert FREE[: most + 1] in page
    ed.press(PRICES, title="Prices", **(typed | {f"prices-0-{cell}": FREE[:most]}))
    assert PriceList.objects.exists()
