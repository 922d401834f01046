"""What staff write becomes safe HTML, and what would not is refused in plain words."""

import re

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from pages.markup.blocks import check_body
from pages.markup.html import headings, to_html


def show(words: str, **facts: str) -> str:
    return str(to_html(words, facts))


def test_markdown_becomes_html() -> None:
    assert show("A **bold** [link](/cost/).") == (
        '<p>A <strong>bold</strong> <a href="/cost/">link</a>.</p>\n'
    )


def test_a_heading_gets_an_anchor_from_its_words() -> None:
    assert '<h2 id="what-it-is">What it is</h2>' in show("## What it is")
    assert headings("## What it is\n\n### Not this\n\n## Safety") == [
        ("what-it-is", "What it is"),
        ("safety", "Safety"),
    ]


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://other.example/pixel.png)",
        '<svg onload="alert(1)">',
        "::: important <script>alert(1)</script>\nText\n:::",
        "::: ledger\n- <script>alert(1)</script> | b | c\n:::",
        '::: index\n- [x](/cost/" onclick=alert(1)) | b\n:::',
    ],
)
def test_nothing_a_writer_types_can_run_or_load(attack: str) -> None:
    html = show(attack).lower()
    for danger in ("<script", "<img", "<svg onload", 'href="javascript', 'href="data'):
        assert danger not in html
    assert not re.search(r"<[^>]*\son\w+=", html)


@given(st.text(max_size=300))
def test_any_text_is_either_shown_or_refused_with_a_reason(words: str) -> None:
    try:
        html = show(words)
    except ValidationError as reason:
        html = " ".join(reason.messages)
        assert html.startswith("Line ")
    assert "<script" not in html.lower()


def test_a_fact_is_put_in_where_it_is_named() -> None:
    assert show("Call {phone}.", phone='<a href="tel:1">1</a>') == (
        '<p>Call <a href="tel:1">1</a>.</p>\n'
    )


def test_text_for_a_missing_fact_gives_way_to_the_other_text() -> None:
    words = "::: when prices\nIt costs {prices}.\n:::\n::: unless prices\nAsk us.\n:::"
    assert "It costs $5." in show(words, prices="$5")
    assert "Ask us." not in show(words, prices="$5")
    assert show(words, prices="") == "<p>Ask us.</p>\n"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("::: importnat Title\nText\n:::", "Line 1: there is no block “importnat”."),
        ("Text\n\n::: status\nText", "Line 3: the block “status” is never closed."),
        ("Text\n:::", "Line 2: this ::: closes a block that was never opened."),
        ("::: when pone\nx\n:::", "Line 1: there is no clinic fact “pone”."),
        ("Call {pone}", "There is no clinic fact “pone”, but the text has {pone}"),
        ("a <b>bold</b> word", "HTML is not used here, but the text has <b>"),
    ],
)
def test_a_slip_is_named_with_its_line(words: str, complaint: str) -> None:
    with pytest.raises(ValidationError) as error:
        check_body(words)
    assert error.value.messages == [complaint]


def test_smaller_than_signs_in_prose_are_fine() -> None:
    check_body("A dose < 1 mg is small, and 2 > 1.")
