"""Danger that several hints say together, in whatever order they stand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from pages.crisis.kinds import Grade, Kind
from pages.crisis.labels import Hint, Label
from pages.crisis.rules import Found

#: How many words apart two hints may begin and still speak of the same thing.
_REACH: Final = 12


class Together(NamedTuple):
    """Hints that are danger of this kind once all of them are close; one may be asked for twice."""

    kind: Kind
    grade: Grade
    hints: tuple[Hint, ...]
    #: Only in a text that asks nothing, and whose words weigh something: others name such things
    #: without being in them.
    weak: bool = False


_NOW, _SAID = Grade.NOW, Grade.SAID
_SETS: Final = (
    Together(Kind.OVERDOSE, _NOW, (Hint.TAKE, Hint.DRUG, Hint.EXCESS)),
    Together(Kind.OVERDOSE, _NOW, (Hint.TAKE, Hint.DRUG, Hint.LOW)),
    Together(Kind.OVERDOSE, _NOW, (Hint.TAKE, Hint.POISON)),
    Together(Kind.OVERDOSE, _NOW, (Hint.CHILD, Hint.TAKE, Hint.DRUG)),
    Together(Kind.OVERDOSE, _NOW, (Hint.STREET, Hint.SIGN)),
    Together(Kind.BODY, _NOW, (Hint.DRUG, Hint.SIGN, Hint.SIGN)),
    Together(Kind.BODY, _NOW, (Hint.OTHER, Hint.SIGN, Hint.SIGN)),
    Together(Kind.BODY, _NOW, (Hint.SIGN, Hint.SIGN, Hint.SIGN)),
    Together(Kind.SUICIDE, _SAID, (Hint.OTHER, Hint.SILENT, Hint.DRUG)),
    Together(Kind.SUICIDE, _NOW, (Hint.OTHER, Hint.SILENT, Hint.WEAPON)),
    Together(Kind.SUICIDE, _SAID, (Hint.OTHER, Hint.SILENT, Hint.LEAVE)),
    Together(Kind.SUICIDE, _NOW, (Hint.WEAPON, Hint.TURMOIL)),
    Together(Kind.SUICIDE, _SAID, (Hint.WEAPON, Hint.LOW)),
    Together(Kind.SUICIDE, _SAID, (Hint.HEIGHT, Hint.TURMOIL)),
    Together(Kind.SUICIDE, _SAID, (Hint.HEIGHT, Hint.LOW)),
    Together(Kind.SUICIDE, _SAID, (Hint.HEIGHT, Hint.DOOM)),
    Together(Kind.SUICIDE, _SAID, (Hint.LEAVE, Hint.LEAVE)),
    Together(Kind.SUICIDE, _SAID, (Hint.LEAVE, Hint.LOW)),
    Together(Kind.SUICIDE, _SAID, (Hint.LEAVE, Hint.DOOM)),
    Together(Kind.SUICIDE, _SAID, (Hint.LOW, Hint.LOW)),
    Together(Kind.SUICIDE, _SAID, (Hint.LOW, Hint.DOOM)),
    Together(Kind.SUICIDE, _SAID, (Hint.DRUG, Hint.DOOM)),
    Together(Kind.SUICIDE, _NOW, (Hint.RECIPE, Hint.DRUG, Hint.WORKS)),
    Together(Kind.SUICIDE, _NOW, (Hint.CRASH, Hint.OBSTACLE, Hint.WISH)),
    Together(Kind.SUICIDE, _NOW, (Hint.CRASH, Hint.OBSTACLE, Hint.TURMOIL)),
    Together(Kind.SUICIDE, _SAID, (Hint.LOSS, Hint.WISH, Hint.LOW)),
    Together(Kind.SELF_HARM, _SAID, (Hint.CUT, Hint.TOOL)),
    Together(Kind.SELF_HARM, _SAID, (Hint.TOOL, Hint.AGAIN)),
    Together(Kind.SELF_HARM, _SAID, (Hint.TOOL, Hint.LOW)),
    Together(Kind.VIOLENCE, _SAID, (Hint.OTHER, Hint.CONTROL)),
    Together(Kind.VIOLENCE, _SAID, (Hint.CONTROL, Hint.CONTROL)),
    Together(Kind.VIOLENCE, _SAID, (Hint.OTHER, Hint.CHASE)),
    Together(Kind.VIOLENCE, _NOW, (Hint.OTHER, Hint.THREAT)),
    Together(Kind.VIOLENCE, _SAID, (Hint.OTHER, Hint.HIT, Hint.ME)),
    Together(Kind.VIOLENCE, _SAID, (Hint.OTHER, Hint.FEAR, Hint.TURMOIL)),
    Together(Kind.CHILD, _SAID, (Hint.MINOR, Hint.HIT)),
    Together(Kind.CHILD, _SAID, (Hint.MINOR, Hint.TOUCH)),
    Together(Kind.CHILD, _SAID, (Hint.MINOR, Hint.FEAR, Hint.OTHER)),
    Together(Kind.ASSAULT, _SAID, (Hint.OTHER, Hint.TOUCH)),
    Together(Kind.ASSAULT, _SAID, (Hint.TOUCH, Hint.TOUCH)),
    Together(Kind.TO_OTHERS, _SAID, (Hint.WISH, Hint.HARM, Hint.OTHER)),
    Together(Kind.TO_OTHERS, _SAID, (Hint.WISH, Hint.SKULL, Hint.OTHER)),
    Together(Kind.TO_OTHERS, _SAID, (Hint.FEAR, Hint.HARM, Hint.MINOR)),
    Together(Kind.MIND, _SAID, (Hint.SPY, Hint.SPY_PLACE)),
    Together(Kind.BODY, _NOW, (Hint.SIGN, Hint.SIGN), weak=True),
    Together(Kind.BODY, _NOW, (Hint.OTHER, Hint.SIGN), weak=True),
    Together(Kind.OVERDOSE, _NOW, (Hint.DRUG, Hint.BOOZE), weak=True),
    Together(Kind.OVERDOSE, _NOW, (Hint.DRUG, Hint.SIGN), weak=True),
    Together(Kind.OVERDOSE, _NOW, (Hint.CHILD, Hint.TAKE), weak=True),
    Together(Kind.SUICIDE, _SAID, (Hint.WEAPON, Hint.OTHER), weak=True),
    Together(Kind.SUICIDE, _SAID, (Hint.WEAPON, Hint.HERE), weak=True),
    Together(Kind.SUICIDE, _SAID, (Hint.HEIGHT, Hint.HERE), weak=True),
    Together(Kind.SUICIDE, _SAID, (Hint.HEIGHT, Hint.WISH), weak=True),
    Together(Kind.SUICIDE, _SAID, (Hint.WEAPON, Hint.WISH), weak=True),
    Together(Kind.SUICIDE, _SAID, (Hint.GRAVE,), weak=True),
    Together(Kind.SUICIDE, _SAID, (Hint.LEAVE,), weak=True),
    Together(Kind.SUICIDE, _SAID, (Hint.DOOM,), weak=True),
    Together(Kind.SUICIDE, _SAID, (Hint.OTHER, Hint.SILENT), weak=True),
    Together(Kind.SUICIDE, _SAID, (Hint.CRASH, Hint.OBSTACLE), weak=True),
    Together(Kind.SELF_HARM, _SAID, (Hint.TOOL,), weak=True),
    Together(Kind.VIOLENCE, _SAID, (Hint.CONTROL,), weak=True),
    Together(Kind.VIOLENCE, _SAID, (Hint.CHASE,), weak=True),
    Together(Kind.VIOLENCE, _SAID, (Hint.THREAT,), weak=True),
    Together(Kind.ASSAULT, _SAID, (Hint.TOUCH,), weak=True),
    Together(Kind.TO_OTHERS, _SAID, (Hint.WISH, Hint.HARM), weak=True),
    Together(Kind.TO_OTHERS, _SAID, (Hint.WISH, Hint.SKULL), weak=True),
    Together(Kind.MIND, _SAID, (Hint.SPY_PLACE,), weak=True),
)


def together(hints: Iterable[Found], *, weak: bool) -> Iterator[Found]:
    """The danger that hints of a text make together, each once; ``weak``: the weak sets as well."""
    seen: dict[Hint, list[Found]] = defaultdict(list)
    ordered = sorted(hints, key=lambda one: (one.start, one.end))
    present = {one.label.heading for one in ordered}
    open_sets = [one for one in _SETS if present.issuperset(one.hints) and (weak or not one.weak)]
    for one in ordered:
        hint = _hint(one)
        for one_set in [each for each in open_sets if hint in each.hints]:
            close = _close(one, list(one_set.hints), seen)
            if close:
                open_sets.remove(one_set)
                label = Label(one_set.kind, one_set.grade, one.label.language)
                yield Found(
                    label, min(each.start for each in close), max(each.end for each in close)
                )
        seen[hint].append(one)


def _close(last: Found, wanted: list[Hint], seen: dict[Hint, list[Found]]) -> list[Found]:
    """This hint and those before it that make a set with it, none in the words of another."""
    wanted.remove(_hint(last))
    taken = [last]
    for hint in wanted:
        near = (one for one in seen[hint][-_REACH:] if last.start - one.start <= _REACH)
        free = [one for one in near if not any(_overlap(one, other) for other in taken)]
        if not free:
            return []
        taken.append(free[-1])
    return taken


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


def _hint(one: Found) -> Hint:
    return Hint(str(one.label.heading))
