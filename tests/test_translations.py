"""Everything the site says is translated, and what is compiled is what was written."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages import Message
from django.conf import settings

COLLECT = Path(settings.BASE_DIR) / "locale" / "collect.py"
_HOLES = re.compile(r"%\(\w+\)s|%s|\{\w*\}")
_TAGS = re.compile(r"</?\w+")
#: What no page says about health, crisis or the law without a clinician reading it first.
_DELICATE = re.compile(
    r"988|911|crisis|danger|medicine|doctor|clinician|medical|got better", re.IGNORECASE
)


@pytest.fixture(scope="module")
def collect() -> ModuleType:
    spec = importlib.util.spec_from_file_location("collect", COLLECT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_word_of_the_templates_is_collected(collect: ModuleType) -> None:
    known = {(one.context, one.id) for one in collect.read() if one.id}
    said = {(one.context, one.id) for one in collect.collected(collect.read()) if one.id}
    assert said == known, "run make translations"


def test_what_is_compiled_is_what_was_translated(collect: ModuleType) -> None:
    compiled = (collect.FOLDER / "django.mo").read_bytes()
    assert compiled == collect.as_mo(collect.read()), "run make translations"


def _pairs(collect: ModuleType) -> list[tuple[str, str]]:
    """Each English text with each text that stands for it."""
    pairs = []
    for message in collect.read():
        if message.id and isinstance(message.id, str):
            pairs.append((message.id, message.string))
        elif message.id:
            # The singular may leave out its number: “a one-minute read”.
            pairs += [(message.id[1], text) for text in message.string[1:]]
    return pairs


def test_everything_is_translated_and_nothing_is_a_guess(collect: ModuleType) -> None:
    pairs = _pairs(collect)
    assert len(pairs) > 200
    assert [english for english, spanish in pairs if not spanish.strip()] == []
    assert [message.id for message in collect.read() if message.id and message.fuzzy] == []


def test_no_hole_is_lost_and_none_is_added(collect: ModuleType) -> None:
    for english, spanish in _pairs(collect):
        assert sorted(_HOLES.findall(english)) == sorted(_HOLES.findall(spanish)), english


def _tags(text: str) -> list[str]:
    return sorted(tag for tag in _TAGS.findall(text) if "span" not in tag)


def test_links_lead_to_the_same_numbers(collect: ModuleType) -> None:
    for english, spanish in _pairs(collect):
        links = set(re.findall(r'href="[^"]*"', english))
        assert set(re.findall(r'href="[^"]*"', spanish)) == links, english
        # A span only says a language, or what a narrow phone leaves out.
        tags = [
            [tag for tag in _TAGS.findall(text) if "span" not in tag] for text in (english, spanish)
        ]
        assert sorted(tags[0]) == sorted(tags[1]), english


def test_sentences_end_alike(collect: ModuleType) -> None:
    ends = (".", "?", ":")
    for english, spanish in _pairs(collect):
        plain = [re.sub("<[^>]+>", "", text).strip()[-1:] for text in (english, spanish)]
        assert plain[0] not in ends or plain[1] in ends, english


def _helps(message: Message) -> bool:
    """True for what someone who may be in danger is told."""
    return any(place.startswith("pages/crisis/") for place, _line in message.locations)


def test_what_touches_health_or_crisis_waits_for_a_clinician(collect: ModuleType) -> None:
    unmarked = [
        message.id
        for message in collect.read()
        if message.id and (_DELICATE.search(str(message.id)) or _helps(message))
        if "for clinician review" not in message.user_comments
    ]
    assert unmarked == []
