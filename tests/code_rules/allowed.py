"""Where a rule is broken for a reason: in which file, how often, and why it is safe there."""

from tests.code_rules import reading
from tests.code_rules.reading import Rule

Allowed = dict[str, tuple[int, str]]

ALLOWED: dict[Rule, Allowed] = {
    reading.words_in_logs: {
        "pages/revisions/schedule.py": (1, "sentences of ours on what keeps words from going live"),
    },
    reading.words_in_subjects: {},
    reading.markup_by_hand: {
        "clinic_site/second/phone_codes.py": (1, "a drawing of squares"),
        "contact/inbox/columns.py": (1, "a dash of ours"),
        "pages/clinic/facts.py": (1, "a fact that was escaped before, cut at its end"),
        "pages/finding/profile.py": (2, "escaped words, stripped at their ends"),
        "pages/languages.py": (1, "links of cleaned words, turned to another language"),
        "pages/markup/calls.py": (2, "cleaned words, with links around numbers"),
        "pages/markup/html.py": (4, "this is where words are cleaned: nothing leaves it unclean"),
        "pages/markup/terms.py": (2, "cleaned words, with links around terms"),
        "pages/structured_data.py": (1, "JSON whose <, > and & are escaped"),
    },
    reading.open_to_other_sites: {
        "contact/views.py": (1, "docs/decisions/contact-form-without-cookie.md"),
        "faq/views.py": (1, "docs/decisions/helpful-votes.md"),
        "pages/sheets/views.py": (1, "keeps nothing: it adds up what was typed"),
    },
    reading.sql_by_hand: {
        "clinic_site/databases/postgresql/base.py": (2, "hands on what Django made"),
        "clinic_site/databases/sqlite3/base.py": (2, "hands on what Django made"),
        "clinic_site/local/database.py": (2, "fixed questions about tables that Django names"),
        "contact/keeping/retention.py": (1, "a number that the database gave"),
        "faq/counts/counting.py": (3, "settings of the two databases, and a number of ours"),
        "pages/revisions/triggers.py": (1, "triggers are made from names of tables"),
    },
    reading.unchecked_ways: {
        "clinic_site/second/door.py": (1, "next_page takes addresses of this site alone"),
        "clinic_site/staff/gone/wrong_words.py": (1, "the page that takes words off"),
        "contact/inbox/finding.py": (3, "the inbox, with numbers of messages"),
        "faq/views.py": (3, "an answer of ours, the page that was open, and the list of questions"),
        "pages/admin/pictures.py": (1, "checked to be an address of this site"),
        "pages/editing/reviewing/sending.py": (1, "a row of this person's list"),
        "pages/editing/rules/one_rule.py": (2, "the page of a rule, and what waits next"),
    },
}
