"""What staff write becomes safe HTML, and what would not is refused in plain words."""

import re

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from pages.markup.blocks import check_body, facts_in
from pages.markup.html import headings, line_to_html, to_html


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


# What Unicode knows but for halves of a character, which no form can send: as by default, and soon
# made.
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
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
        ("Call {pone}", "Line 1: There is no clinic fact “pone”, but the text has {pone}"),
        ("a <b>bold</b> word", "Line 1: HTML is not used here, but the text has <b>"),
    ],
)
def test_a_slip_is_named_with_its_line(words: str, complaint: str) -> None:
    with pytest.raises(ValidationError) as error:
        check_body(words)
    assert error.value.messages == [complaint]


def test_smaller_than_signs_in_prose_are_fine() -> None:
    check_body("A dose < 1 mg is small, and 2 > 1.")


@pytest.mark.parametrize(
    ("body", "html"),
    [
        # A scheme that opens another program, a second first heading, a class: none of them is on
        # our list.
        ("[x](ftp://other.example/)", "<p><a>x</a></p>"),
        ("# Heading", "Heading"),
        ("#### Heading", "Heading"),
        ("3. third", '<ol start="3">\n<li>third</li>\n</ol>'),
        ("```js\nx\n```", "<code>x\n</code>"),
        ("![x](/static/x.png)", '<p>!<a href="/static/x.png">x</a></p>'),
    ],
)
def test_only_what_is_on_our_list_gets_through(body: str, html: str) -> None:
    assert show(body).strip() == html


def test_a_table_has_no_style_of_its_own() -> None:
    html = show("| What | How much |\n|---|--:|\n| One | $5 |")
    assert "<table>" in html
    assert "<th>How much</th>" in html
    assert "style" not in html


@pytest.mark.parametrize("place", ["- {} | b", "- a | {}"])
def test_the_rows_of_a_block_are_sanitized_too(place: str) -> None:
    row = place.format("see [x](ftp://other.example/)")
    assert "ftp" not in show(f"::: ledger\n{row}\n:::")
    assert "ftp" not in show("::: status See [x](ftp://other.example/)\nText\n:::")


def test_links_people_need_work() -> None:
    for href in ("https://a.example/", "tel:988", "sms:741741", "mailto:a@b.example", "#x"):
        assert f'<a href="{href}">x</a>' in show(f"[x]({href})")


def test_a_row_whose_first_cell_is_a_link_is_one_as_a_whole() -> None:
    html = show("::: index Start\n- [A session](/treatment/a-session/) | One **line**.\n:::")
    assert 'href="/treatment/a-session/"' in html
    assert "A session" in html
    assert "<strong>line</strong>" in html


def test_a_fact_nobody_knows_stays_as_typed_and_an_empty_one_goes() -> None:
    assert show("A {zzz} b") == "<p>A {zzz} b</p>\n"
    assert show("A {taxi} b", taxi="") == "<p>A  b</p>\n"


def test_blocks_stand_in_blocks_and_text_between_stays_in_order() -> None:
    body = "One\n\n::: pair\n::: known K\n- a\n:::\n::: unknown U\n- b\n:::\n:::\n\nTwo"
    html = show(body)
    places = [html.index(piece) for piece in ("One", ">a<", ">b<", "Two")]
    assert places == sorted(places)


def test_headings_in_a_block_are_not_in_the_list_of_contents() -> None:
    assert headings("::: status S\n## In it\n:::\n\n## Out *of* it") == [("out-of-it", "Out of it")]


@pytest.mark.parametrize(
    ("body", "facts"),
    [
        ("{phone} and {call-us}, {nothing}", {"phone", "call-us"}),
        ("::: when taxi\nx\n:::\n::: unless team\ny\n:::", {"taxi", "team"}),
        ("::: status taxi\nx\n:::", set()),
        ("::: when nothing\nx\n:::", set()),
    ],
)
def test_the_facts_that_decide_what_is_seen_are_found(body: str, facts: set[str]) -> None:
    assert facts_in(body) == facts


def test_a_block_that_is_closed_twice_is_named() -> None:
    with pytest.raises(ValidationError, match="Line 4: this ::: closes"):
        check_body("::: status S\nText\n:::\n:::")


def test_of_two_open_blocks_the_inner_one_is_named() -> None:
    with pytest.raises(ValidationError, match="Line 2: the block “known” is never closed"):
        check_body("::: pair\n::: known K\n- a")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"phone": "", "hours": ""}, "Write to us."),
        ({"phone": "", "hours": "8 a.m. to noon"}, "Open: 8 a.m. to noon. Write to us."),
        ({"phone": "<b>1</b>", "hours": ""}, "Phone: <b>1</b>. Write to us."),
        ({}, "Phone: {phone}. Open: {hours}. Write to us."),
    ],
)
def test_a_short_answer_leaves_out_the_sentences_on_what_nobody_entered(
    facts: dict[str, str], said: str
) -> None:
    assert line_to_html("Phone: {phone}. Open: {hours}. Write to us.", facts) == said
