"""Some things are done in a few known places only: logs, markup, SQL, tokens and ways on."""

import ast
import re

import pytest

from tests.code_rules import reading
from tests.code_rules.allowed import ALLOWED
from tests.code_rules.reading import Rule
from tests.rooms.arrows import ROOT

_OFF = re.compile(r"\|safe\b|{% autoescape off %}|{% csrf_exempt %}")
BROKEN: dict[str, Rule] = {
    '_log.info("From %s", inquiry.name)': reading.words_in_logs,
    '_log.info(f"From {inquiry.pk}")': reading.words_in_logs,
    '_log.error("Not stored", exc_info=True)': reading.words_in_logs,
    '_log.exception("Not stored")': reading.words_in_logs,
    'subject = f"{inquiry.name} asks"': reading.words_in_subjects,
    'reverse("thanks", args=[inquiry.email])': reading.words_in_subjects,
    "mark_safe(typed)": reading.markup_by_hand,
    'SafeString("<b>" + name + "</b>")': reading.markup_by_hand,
    "@csrf_exempt\ndef view(request): pass": reading.open_to_other_sites,
    'cursor.execute(f"SELECT {name}")': reading.sql_by_hand,
    'Inquiry.objects.extra(where=["1"])': reading.sql_by_hand,
    'redirect(request.GET["next"])': reading.unchecked_ways,
    'HttpResponseRedirect(request.META["HTTP_REFERER"])': reading.unchecked_ways,
}
FINE = [
    '_log.warning("Mail %s was not taken: %s", delivery.pk, describe(error))',
    'subject = f"New message {inquiry.reference}"',
    'SafeString("<b>Overdue</b> " if late else "")',
    'cursor.execute("SELECT 1", [name])',
    "cursor.execute(_ONE_MORE, [name])",
    'redirect("admin:index")',
    "HttpResponseRedirect(f\"{reverse('faq:list')}?q=\")",
]


@pytest.mark.parametrize(("broken", "rule"), BROKEN.items())
def test_each_rule_sees_what_breaks_it(broken: str, rule: Rule) -> None:
    assert list(reading.findings(rule, ast.parse(broken)))


@pytest.mark.parametrize("fine", FINE)
def test_no_rule_minds_what_is_fine(fine: str) -> None:
    assert not [one for rule in ALLOWED for one in reading.findings(rule, ast.parse(fine))]


@pytest.mark.parametrize("rule", ALLOWED, ids=lambda rule: rule.__name__)
def test_the_rule_is_kept_but_where_a_reason_is_given(rule: Rule) -> None:
    found = {file: list(reading.findings(rule, tree)) for file, tree in reading.code()}
    allowed = {file: times for file, (times, _why) in ALLOWED[rule].items()}
    assert {file: len(those) for file, those in found.items() if those} == allowed, found


def test_templates_escape_what_they_show() -> None:
    """Mails in plain text alone do not: nothing reads them as markup."""
    for file in (ROOT / "templates").rglob("*.*"):
        if file.suffix != ".txt":
            assert not _OFF.search(file.read_text()), file
