"""Reads a page closely enough to say what is in it, and whether its tags fit together."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import accumulate
from typing import Protocol

_EMPTY = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)
#: Shapes of a drawing may close themselves.
_MAY_CLOSE_THEMSELVES = frozenset(
    "circle ellipse line path polygon polyline rect stop use".split()  # noqa: SIM905
)


class Answer(Protocol):
    """What came back, from a view or to a browser."""

    status_code: int
    content: bytes

    def __getitem__(self, header: str) -> str: ...


@dataclass
class Element:
    """A tag with what it says and what it stands in."""

    tag: str
    attributes: dict[str, str]
    parents: tuple["Element", ...]
    #: Where it stands in the source, from its tag to the one that closes it, if there is one.
    start: int = 0
    end: int = 0
    said: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What it says, with all that stands inside it."""
        return "".join(self.said)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    @property
    def language(self) -> str:
        """What it is said to be in, by itself or by what it stands in; empty if nothing says it."""
        around = (self, *reversed(self.parents))
        return next((one.get("lang") for one in around if one.get("lang")), "")

    def is_inside(self, tag: str = "", css_class: str = "") -> bool:
        """True inside an element of this kind or class."""
        return any(one.tag == tag or css_class in one.get("class").split() for one in self.parents)


@dataclass
class Form:
    """A form as it stands, and what a browser would send of it, but for its buttons."""

    attributes: dict[str, str]
    fields: dict[str, str | list[str]] = field(default_factory=dict)

    def add(self, element: Element) -> None:
        """Fill in what this element of the form holds."""
        name, value = element.get("name"), element.get("value")
        match element.tag, element.get("type"):
            case "input", "checkbox" if name:
                self._tick(name, element)
            case "input", "radio" if name and "checked" in element.attributes:
                self.fields[name] = element.attributes.get("value", "on")
            case "input", kind if name and kind not in ("submit", "radio"):
                self.fields[name] = value
            case "textarea", _:
                self.fields[name] = element.words.removeprefix("\n")
            case "option", _ if "selected" in element.attributes:
                select = next(one for one in reversed(element.parents) if one.tag == "select")
                self.fields[select.get("name")] = value

    def _tick(self, name: str, element: Element) -> None:
        ticked = self.fields.get(name, [])
        if "checked" in element.attributes and isinstance(ticked, list):
            self.fields[name] = [*ticked, element.attributes.get("value", "on")]


@dataclass
class Page(HTMLParser):
    """The elements of a page in order."""

    source: str
    elements: list[Element] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    #: Each piece of text with the element it stands in.
    pieces: list[tuple[Element, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[Element] = []
        self._lines = [0, *accumulate(len(line) + 1 for line in self.source.split("\n"))]
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
        element = Element(tag, attributes, tuple(self._open), self._here())
        self.elements.append(element)
        if tag in _EMPTY:
            element.end = element.start + len(self.get_starttag_text() or "")
        else:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _MAY_CLOSE_THEMSELVES:
            self.handle_endtag(tag)
        elif tag not in _EMPTY:
            self.mistakes.append(f"<{tag}/> cannot close itself")

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1].tag == tag:
            self._open.pop().end = self._here()
        else:
            self.mistakes.append(f"</{tag}> closes nothing, line {self.getpos()[0]}")

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.said.append(data)
        if self._open:
            self.pieces.append((self._open[-1], data))

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def tags(self, *names: str) -> list[Element]:
        """Elements of these kinds, in order."""
        return [element for element in self.elements if element.tag in names]

    def html_of(self, element: Element) -> str:
        """As it stands in the source, without the tag that closes it."""
        return self.source[element.start : element.end]

    def value_of(self, name: str) -> str:
        """What the first input of this name holds."""
        return next(one.get("value") for one in self.tags("input") if one.get("name") == name)

    @property
    def hidden(self) -> dict[str, str]:
        """What its hidden inputs hold, by their names."""
        inputs = (one for one in self.tags("input") if one.get("type") == "hidden")
        return {one.get("name"): one.get("value") for one in inputs}

    def is_chosen(self, name: str, value: str) -> bool:
        """True if the radio button with this name and value is the one that is chosen."""
        return any(
            (one.get("name"), one.get("value")) == (name, value) and "checked" in one.attributes
            for one in self.tags("input")
        )

    def meta(self, name: str) -> str:
        """The content of a meta element, by name or property."""
        metas = (one for one in self.tags("meta") if name in (one.get("name"), one.get("property")))
        return next((one.get("content") for one in metas), "")

    def links(self, rel: str) -> list[str]:
        """Addresses of link elements of this kind."""
        return [one.get("href") for one in self.tags("link") if rel in one.get("rel").split()]

    @property
    def forms(self) -> list[Form]:
        """Its forms, in order."""
        forms = {id(one): Form(one.attributes) for one in self.tags("form")}
        for element in self.tags("input", "textarea", "option"):
            for parent in element.parents:
                if parent.tag == "form":
                    forms[id(parent)].add(element)
        return list(forms.values())

    def form(self, attribute: str, value: str = "") -> Form:
        """The first form that has this attribute, with this value."""
        return next(one for one in self.forms if one.attributes.get(attribute) == value)

    def loaded(self) -> Iterator[str]:
        """Addresses a browser would fetch by itself."""
        for element in self.elements:
            if element.tag == "link" and element.get("rel") not in ("canonical", "alternate"):
                yield element.get("href")
            for name in ("src", "srcset", "poster", "data", "xlink:href", "background"):
                if name in element.attributes:
                    yield element.get(name)

    @property
    def text(self) -> str:
        """All it says, with a space wherever there is a tag."""
        return " ".join(" ".join(text for _, text in self.pieces).split())

    @property
    def main(self) -> str:
        """What the main part of the page says."""
        return " ".join(next(iter(self.tags("main"))).words.split())
