"""Reads a page closely enough to say what is in it, and whether its tags fit together."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_EMPTY = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)
#: Shapes of a drawing may close themselves.
_MAY_CLOSE_THEMSELVES = frozenset(
    "circle ellipse line path polygon polyline rect stop use".split()  # noqa: SIM905
)
_HIDDEN = frozenset({"script", "style", "svg", "head", "title"})


@dataclass
class Element:
    """A tag with what it says and what it stands in."""

    tag: str
    attributes: dict[str, str]
    parents: tuple["Element", ...]
    words: str = ""

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def is_inside(self, tag: str = "", css_class: str = "") -> bool:
        """True inside an element of this kind or class."""
        return any(one.tag == tag or css_class in one.get("class").split() for one in self.parents)


@dataclass
class Page(HTMLParser):
    """The elements of a page in order."""

    source: str
    elements: list[Element] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[Element] = []
        self.feed(self.source)
        self.close()
        self.mistakes += [f"<{element.tag}> is never closed" for element in self._open]
        ids = [element.get("id") for element in self.elements if element.get("id")]
        self.mistakes += [f"id {name} stands twice" for name in set(ids) if ids.count(name) > 1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.mistakes.append(f"<{tag}> has an attribute twice")
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes, tuple(self._open))
        self.elements.append(element)
        if tag not in _EMPTY:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _MAY_CLOSE_THEMSELVES:
            self.handle_endtag(tag)
        elif tag not in _EMPTY:
            self.mistakes.append(f"<{tag}/> cannot close itself")

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1].tag == tag:
            self._open.pop()
        else:
            self.mistakes.append(f"</{tag}> closes nothing, line {self.getpos()[0]}")

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.words += data

    def all(self, *tags: str) -> list[Element]:
        """Elements of these kinds, in order."""
        return [element for element in self.elements if element.tag in tags]

    def meta(self, name: str) -> str:
        """The content of a meta element, by name or property."""
        metas = (one for one in self.all("meta") if name in (one.get("name"), one.get("property")))
        return next((one.get("content") for one in metas), "")

    def links(self, rel: str) -> list[str]:
        """Addresses of link elements of this kind."""
        return [one.get("href") for one in self.all("link") if rel in one.get("rel").split()]

    def loaded(self) -> Iterator[str]:
        """Addresses a browser would fetch by itself."""
        for element in self.elements:
            if element.tag == "link" and element.get("rel") not in ("canonical", "alternate"):
                yield element.get("href")
            for name in ("src", "srcset", "poster", "data", "xlink:href", "background"):
                if name in element.attributes:
                    yield element.get(name)

    @property
    def main(self) -> str:
        """What the main part of the page says."""
        return " ".join(next(iter(self.all("main"))).words.split())
