"""Numbers and addresses are read as people paste them, or the field says what is wrong."""

from typing import Any

import pytest
from django.test import Client

from contact.models import Inquiry
from tests.contact.desk import page_of
from tests.contact.visitor import BY_EMAIL, BY_TEXT, Visitor, is_thanked
from tests.html import Page


def errors(page: Any) -> list[str]:
    """What the summary at the top says, in order."""
    links = Page(page.content.decode()).tags("a")
    return [
        one.words for one in links if one.is_inside("li") and one.get("href").startswith("#id_")
    ]


def link_at_the_desk(desk: Client) -> str:
    """What a colleague clicks to reach the person."""
    links = Page(desk.get(page_of(Inquiry.objects.get())).content.decode()).tags("a")
    return next(one.get("href") for one in links if one.is_inside(css_class="way"))


#: As typed, as stored, and the link; the text is stored as typed where there is nothing between.
NUMBERS = [
    ("+1 (202) 555-0142 (cell)", "", "tel:+12025550142"),
    ("call my wife 202-555-0142", "", "tel:+12025550142"),
    ("202-555-0142, after 5pm", "", "tel:+12025550142"),
    ("202 555 0142 9am-5pm", "", "tel:+12025550142"),
    ("(202) 555 0142 17:00", "", "tel:+12025550142"),
    ("202.555.0142.", "", "tel:+12025550142"),
    ("202·555·0142", "", "tel:+12025550142"),
    ("202_555_0142", "", "tel:+12025550142"),
    ("1-800-FLOWERS", "", "tel:+18003569377"),
    ("202-555-0142 / +1 202 555 0142", "", "tel:+12025550142"),
    # Extensions
    ("202-555-0142 x305", "", "tel:+12025550142;ext=305"),
    ("202-555-0142x305", "", "tel:+12025550142;ext=305"),
    ("202-555-0142 ext. 305", "", "tel:+12025550142;ext=305"),
    ("202-555-0142 Ext: 305", "", "tel:+12025550142;ext=305"),
    ("202-555-0142 (ext 305)", "", "tel:+12025550142;ext=305"),
    ("202-555-0142 #305", "", "tel:+12025550142;ext=305"),
    ("202-555-0142, 305", "", "tel:+12025550142;ext=305"),
    ("202-555-0142 extensión 305", "", "tel:+12025550142;ext=305"),
    ("2025550142 ext305, ask for Ann", "", "tel:+12025550142;ext=305"),
    ("202-555-0142 ext. ٣٠٥", "", "tel:+12025550142;ext=305"),
    ("1 (202) 555-0142 EXT: #305", "", "tel:+12025550142;ext=305"),
    ("202-555-0142 (main) x305", "", "tel:+12025550142;ext=305"),
    ("Ext 305, 202-555-0142", "", "tel:+12025550142;ext=305"),
    ("202-555-0142 interno 305", "", "tel:+12025550142;ext=305"),
    ("tel:+12025550142,,305", "+12025550142,,305", "tel:+12025550142;ext=305"),
    ("apt #5, 202-555-0142, extra 5 minutes", "", "tel:+12025550142"),
    # Nearly right
    ("202-555-O142", "", "tel:+12025550142"),
    ("202,555,0142", "", "tel:+12025550142"),
    ("born 1/2/1980 202-555-0142", "", "tel:+12025550142"),
    # Of the world
    ("+44 (0)20 7946 0018", "", "tel:+442079460018"),
    ("0044 20 7946 0018", "", "tel:+442079460018"),
    ("011 44 20 7946 0018", "", "tel:+442079460018"),
    ("44 20 7946 0018", "", "tel:+442079460018"),
    ("+49 (0) 30/901820", "", "tel:+4930901820"),
    ("+39 06 698 12345", "", "tel:+390669812345"),
    ("+52 1 55 1234 5678", "", "tel:+525512345678"),
    ("+86 138 0013 8000", "", "tel:+8613800138000"),
    # Links, and what comes along with a copy
    ("tel:+1-202-555-0142;ext=305", "+1-202-555-0142 ext. 305", "tel:+12025550142;ext=305"),
    ("tel:+1%20(202)%20555-0142", "+1 (202) 555-0142", "tel:+12025550142"),
    ("tel:2025550142%00%0A%1B", "2025550142", "tel:+12025550142"),
    ("sms:+12025550142?body=hi", "+12025550142", "tel:+12025550142"),
    ("２０２－５５５－０１４２ ｘ３０５", "202-555-0142 x305", "tel:+12025550142;ext=305"),
    ("\u202a+1 202\u2011555\u20110142\u202c", "+1 202-555-0142", "tel:+12025550142"),
    ("202\u200b-555\u00a00142", "202-555 0142", "tel:+12025550142"),
]


@pytest.mark.parametrize(("typed", "stored", "link"), NUMBERS)
def test_a_pasted_number_is_kept_clean_and_one_click_calls_it(
    visitor: Visitor, desk: Client, typed: str, stored: str, link: str
) -> None:
    assert is_thanked(visitor.send(**BY_TEXT | {"reply_by": "call", "phone": typed}))
    assert Inquiry.objects.get().phone == (stored or typed)
    assert link_at_the_desk(desk) == link


SHORT = "This phone number is too short. Enter all of it, with the area code"
LONG = (
    "This phone number is too long. Check it. If it is from another country, begin with + and the "
    "country code"
)
IMPOSSIBLE = "This phone number cannot exist. Check it and type it again"
SEVERAL = "There is more than one phone number. Enter only the best one"


@pytest.mark.parametrize("reply_by", ["call", "text"])
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        *((typed, "Enter a phone number with the area code") for typed in ("", "abc", "+", "x")),
        *((typed, SHORT) for typed in ("555-01", "555-0142", "1", "911", "+44 20", "202-555-014")),
        *((typed, LONG) for typed in ("202-555-01423", "8 (916) 123-45-67", "1" * 30)),
        *((typed, IMPOSSIBLE) for typed in ("000-000-0000", "123-456-7890", "555-555-5555")),
        *((typed, IMPOSSIBLE) for typed in ("+1 000 000 0000", "911-555-0142", "202-055-0142")),
        *((typed, IMPOSSIBLE) for typed in ("+44 000 000 0000", "+999 123 4567")),
        *((typed, SEVERAL) for typed in ("202-555-0142 or 202-555-0143",)),
        *((typed, SEVERAL) for typed in ("cell:2025550142 home:2025550143",)),
        *((typed, SEVERAL) for typed in ("2025550142 2025550143", "2025550142/2025550143")),
    ],
)
def test_what_is_no_number_to_call_is_told_at_the_field_and_stays(
    visitor: Visitor, reply_by: str, typed: str, said: str
) -> None:
    page = visitor.send(name="Rob", reply_by=reply_by, phone=typed)
    assert errors(page) == [said]
    assert visitor.fields["phone"] == typed
    assert not Inquiry.objects.exists()


def test_what_is_wrong_with_a_number_is_told_in_spanish(first_edition: None) -> None:
    visitor = Visitor(write="/es/contact/").open_form()
    page = visitor.send(name="Ana", reply_by="call", phone="000-000-0000")
    assert errors(page) == [
        "Este número de teléfono no puede existir. Revíselo y escríbalo otra vez"
    ]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Jane Doe <jane@example.com>", "jane@example.com"),
        ('"Doe, Jane" <jane@example.com>', "jane@example.com"),
        ("jane@example.com <jane@example.com>", "jane@example.com"),
        ("<jane@example.com>", "jane@example.com"),
        ("mailto:jane@example.com?subject=Hi", "jane@example.com"),
        ("MAILTO:jane%40example.com", "jane@example.com"),
        ("Email: jane@example.com", "jane@example.com"),
        *((f"jane@example.com{end}", "jane@example.com") for end in (".", ",", ";", "!", ">")),
        ("jane@example.com (work)", "jane@example.com"),
        ("jane@example.com, jane@example.com", "jane@example.com"),
        ("jane＠example．com", "jane@example.com"),
        ("ｊａｎｅ＠example。com", "jane@example.com"),
        ("jane@example.com\u200b", "jane@example.com"),
        ("\u200bjane@exam\u00adple.com\u202c", "jane@example.com"),
        ("jane @ example.com", "jane@example.com"),
        ("<mailto:jane@example.com>", "jane@example.com"),
        ("[jane@example.com](mailto:jane@example.com)", "jane@example.com"),
        ("*jane@example.com*", "jane@example.com"),
        ("jane%40example.com", "jane@example.com"),
        ("jane%E2%80%AE%40example.com", "jane@example.com"),
        ("\u00a0jane@example.com\u3000", "jane@example.com"),
        ("x?bcc=evil%40evil.example&y=@example.com", "x?bcc=evil%40evil.example&y=@example.com"),
    ],
)
def test_a_pasted_address_is_kept_clean(visitor: Visitor, typed: str, stored: str) -> None:
    assert is_thanked(visitor.send(**BY_EMAIL | {"email": typed}))
    assert Inquiry.objects.get().email == stored


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter an email address, like name@example.com"),
        ("jane", "This email address has no @. Enter one like name@example.com"),
        ("jane at example.com", "This email address has no @. Enter one like name@example.com"),
        *(
            (typed, "There is more than one email address. Enter only the best one")
            for typed in (
                *("a@example.org,b@example.org", "a@example.org;b@example.org"),
                *("a@b.org\r\nBcc: c@d.org", "ana@example.org>,<evil@example.org"),
                *("ana@example.org\x0bb@c.org", "evil@example.org <ana@example.org>"),
            )
        ),
        ("jane@example,com", "This email address has a comma. Put a dot there, or take it out"),
        ("jane doe@example.com", "Enter only the email address, with no spaces and no other words"),
        ("jane@gmail. com", "Enter only the email address, with no spaces and no other words"),
        ("jane@@example.com", "This email address has more than one @. Take one out"),
        ("jane@example", "This email address has no ending, like .com. Add it"),
        *(
            (typed, "Enter an email address, like name@example.com")
            for typed in (
                "jane@",
                "mailto:%ff@example.org",
                "@example.org",
                "jane@example..org",
                '"a"@example.org',
            )
        ),
    ],
)
def test_what_is_no_address_is_told_at_the_field_and_stays(
    visitor: Visitor, typed: str, said: str
) -> None:
    page = visitor.send(name="Ana", reply_by="email", email=typed)
    assert errors(page) == [said]
    assert visitor.fields["email"].split() == typed.replace("\x0b", " ").split()
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize(
    ("email", "link"),
    [
        (
            "x?bcc=evil%40evil.example&y=@example.com",
            "mailto:x%3Fbcc%3Devil%2540evil.example%26y%3D@example.com",
        ),
        ("ana+web#1@example.com", "mailto:ana%2Bweb%231@example.com"),
        ("ana@münchen.example", "mailto:ana@m%C3%BCnchen.example"),
    ],
)
def test_a_link_writes_to_this_address_and_to_no_other(
    visitor: Visitor, desk: Client, email: str, link: str
) -> None:
    visitor.send(**BY_EMAIL | {"email": email})
    assert link_at_the_desk(desk) == link


def test_a_text_goes_to_the_number_alone(visitor: Visitor, desk: Client) -> None:
    visitor.send(**BY_TEXT | {"phone": "202-555-0142 x305"})
    assert link_at_the_desk(desk) == "sms:+12025550142"


@pytest.mark.parametrize(
    "stored", ["000-000-0000", "tel:x?y&z=<b>", "+1 202?body=x", "(removed)", ""]
)
def test_what_nobody_can_call_is_no_link(make_inquiry: Any, desk: Client, stored: str) -> None:
    page = desk.get(page_of(make_inquiry(phone=stored))).content.decode()
    way = page[page.index('class="way"') :]
    assert "<a" not in way[: way.index("</p>")]


def test_strangers_of_one_switchboard_are_not_the_same_person(
    desk: Client, make_inquiry: Any
) -> None:
    one = make_inquiry(name="Ana", phone="202-555-0142 x305")
    make_inquiry(name="Ben", phone="(202) 555-0142 ext. 306")
    make_inquiry(name="Cid", phone="(202) 555-0142 ext. 305")
    lone = make_inquiry(name="Dee", phone="(202) 555-0142")
    for inquiry in (one, lone):
        assert b"The same person also wrote" not in desk.get(page_of(inquiry)).content
    inbox = desk.get("/staff/contact/inquiry/")
    assert b"wrote more than once" not in inbox.content


def test_a_number_is_found_with_its_extension_and_without(make_inquiry: Any) -> None:
    one = make_inquiry(phone="202-555-0142 x305")
    for typed in (
        "202-555-0142",
        "+1 202 555 0142 ext. 305",
        "tel:+12025550142",
        "２０２５５５０１４２",
    ):
        assert Inquiry.objects.matching(typed, 9) == [one.pk]


@pytest.mark.parametrize(
    "typed", ["jane@example.com\u200b", "Jane <JANE@example.com>", "mailto:jane@example.com"]
)
def test_an_address_is_found_however_it_is_pasted(make_inquiry: Any, typed: str) -> None:
    one = make_inquiry(reply_by="email", phone="", email="Jane@Example.com")
    assert Inquiry.objects.matching(typed, 9) == [one.pk]


def test_invisible_characters_go_wherever_text_is_typed(visitor: Visitor) -> None:
    visitor.send(**BY_TEXT | {"name": "\ufeffRob\u200b", "message": "a\u200bb\u2060\u202ec"})
    stored = Inquiry.objects.get()
    assert (stored.name, stored.message) == ("Rob", "abc")


@pytest.mark.parametrize("words", ["👩\u200d👩\u200d👧", "می\u200cخواهم", "क्\u200dष"])
def test_what_joins_letters_stays(visitor: Visitor, words: str) -> None:
    visitor.send(**BY_TEXT | {"message": f"\u200d{words}\u200c {words}"})
    assert Inquiry.objects.get().message == f"{words} {words}"
