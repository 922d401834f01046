"""Whatever is typed, it is stored whole or refused with words, and quickly."""

import time
import unicodedata
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contact.intake.form import MessageForm
from contact.intake.suspicion import suspicion
from contact.intake.token import FormToken
from contact.intake.typed import BrokenTextError, tidy
from contact.outbox.letters import _greeted_name
from tests.contact.visitor import BY_TEXT

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=200)
WORST = [
    *("[" * 50_000, "[url " * 10_000, "www." * 12_500, "https://www." * 4_000, "a " * 25_000),
    *("a." * 25_000, "\r" * 50_000, "\u0301" * 50_000, "\u0316\u0301" * 25_000, "\ufdfa" * 50_000),
    *("a@" * 25_000, "a@" + "b-" * 25_000 + ".c", "+1" * 25_000, "1" * 50_000),
]


@given(text=ANYTHING, lines=st.booleans())
def test_tidied_text_is_whole_and_stays_as_it_is(text: str, lines: bool) -> None:
    try:
        tidied = tidy(text, lines=lines)
    except BrokenTextError:
        return
    assert tidied == unicodedata.normalize("NFC", tidied).strip()
    assert tidy(tidied, lines=lines) == tidied
    assert lines or "\n" not in tidied
    assert not {"\r", "\0", "\x1b", "\u2028"} & set(tidied)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_text_in_any_field_breaks_the_form(db: None, data: Any) -> None:
    fields = [*MessageForm.base_fields, MessageForm.TRAP, "form_token"]
    typed = data.draw(st.dictionaries(st.sampled_from(fields), ANYTHING))
    token = {"form_token": FormToken.new(already_waited=True).value}
    sent = {
        name: text.encode(errors="surrogatepass").decode(errors="replace")
        for name, text in (token | BY_TEXT | typed).items()
    }
    assert Client().post("/contact/", sent).status_code in (200, 302, 403, 429)


@pytest.mark.parametrize("text", WORST)
def test_the_worst_text_is_read_quickly(text: str) -> None:
    data = {"name": text, "message": text, "reply_by": "email", "email": text, "phone": text}
    start = time.process_time()
    MessageForm(data, page_language="en").is_valid()  # type: ignore[arg-type]
    MessageForm(data | {"reply_by": "call"}, page_language="en").is_valid()  # type: ignore[arg-type]
    suspicion(name=text, message=text, trap="")
    _greeted_name(text)
    assert time.process_time() - start < 0.5
