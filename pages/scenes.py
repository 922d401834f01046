"""The place that a page is drawn as: its wall and its floor, and what stands there."""

from __future__ import annotations

from dataclasses import dataclass

from pages.languages import neutral


@dataclass(frozen=True)
class Scene:
    """A drawing of the page's head, and the class of its wall; none for the wall of the room."""

    drawing: str
    wall: str = ""

    @property
    def template(self) -> str:
        """What draws it."""
        return f"components/scenes/{self.drawing}.html"


ROOM = Scene("room")
CHAIR = Scene("chair")
DOORWAY = Scene("doorway")
LETTERBOX = Scene("letterbox")
DESK = Scene("desk", "at-desk")
SOFA = Scene("sofa", "at-desk")
BOARD = Scene("board", "at-street")
CAR = Scene("car", "at-street")
HALL = Scene("hall", "at-desk")
BED = Scene("bed", "at-window")
SCALES = Scene("scales", "at-table")
SEAT = Scene("seat", "at-desk")
CLOCK = Scene("clock", "at-table")
STICK = Scene("stick", "at-desk")
SIX = Scene("six", "at-table")
CLIPBOARD = Scene("clipboard", "at-desk")
BLANKET = Scene("blanket", "at-window")
BENCH = Scene("bench", "at-street")
LENS = Scene("lens", "at-table")
PATH = Scene("path", "at-street")
JAR = Scene("jar", "at-table")
BOOKS = Scene("books", "at-desk")
FAX = Scene("fax", "at-street")
PAPERS = Scene("papers", "at-street")
STREET = Scene("street", "at-street")
CUFF = Scene("cuff", "at-table")
TABLE = Scene("table", "at-table")
NIGHT = Scene("night", "at-window")
WINDOW = Scene("window", "at-window")

#: By the beginning of an address: the longest that fits counts. Each app adds its own.
_AT = {
    "": ROOM,
    "treatment": CHAIR,
    "treatment-day": CHAIR,
    "treatment/what-it-is": WINDOW,
    "treatment/who-it-may-help": SOFA,
    "treatment/safety": CUFF,
    "treatment/research": BOARD,
    "conditions": HALL,
    "conditions/depression": BED,
    "conditions/bipolar-depression": SCALES,
    "conditions/ptsd": SEAT,
    "conditions/anxiety-and-ocd": CLOCK,
    "conditions/pain": STICK,
    "conditions/thoughts-of-suicide": NIGHT,
    "choices": SIX,
    "first-visit": CLIPBOARD,
    "after-a-session": BLANKET,
    "for-family": BENCH,
    "choosing-a-clinic": LENS,
    "if-it-did-not-work": PATH,
    "how-we-earn": JAR,
    "glossary": BOOKS,
    "for-doctors": FAX,
    "referral-sheet": FAX,
    "our-numbers": BOARD,
    "cost": TABLE,
    "your-visit": CHAIR,
    "help-now": NIGHT,
    "team": DESK,
    "find-us": STREET,
    "prices": TABLE,
    "how-to-start": DOORWAY,
}


def register(scenes: dict[str, Scene]) -> None:
    """Say as what the pages below these beginnings are drawn."""
    _AT.update(scenes)


def scene_at(path: str) -> Scene:
    """The scene of the page at this path, in whatever language."""
    parts = neutral(path).strip("/").split("/")
    beginnings = ("/".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((_AT[one] for one in beginnings if one in _AT), PAPERS)
