"""A page of results, as a visitor reads it."""

from dataclasses import dataclass

from django.test import Client

from tests.html import Element, Page


@dataclass(frozen=True)
class Shown:
    """What a page of results says of one of them."""

    title: str
    line: str
    path: str
    link: Element


def search(client: Client, typed: str, path: str = "/questions/search/") -> Page:
    reply = client.get(path, {"q": typed})
    assert reply.status_code == 200
    return Page(reply.content.decode())


def shown(page: Page) -> list[Shown]:
    """The results, in order."""
    found = []
    for link in page.tags("a"):
        if link.is_inside("h3") and link.is_inside("main"):
            after = page.elements[page.elements.index(link) :]
            line = next(one for one in after if one.tag == "p")
            found.append(Shown(link.words, " ".join(line.words.split()), link.get("href"), link))
    return found


def no_answer(page: Page) -> bool:
    return "We have no answer for" in page.main
