"""What Django imports by a name in a text counts as imported; migrations know little of others."""

from pathlib import Path

import pytest

from tests.rooms.arrows import APPS, ROOT, apps_named, imported, named


@pytest.mark.parametrize("app", APPS)
def test_migrations_know_their_own_app_and_the_ground(app: str) -> None:
    wrong = {
        f"{file} knows {name}"
        for file in (ROOT / app).glob("migrations/*.py")
        for name in [*imported(file), *named(file), *apps_named(file)]
        if name.split(".")[0] in set(APPS) - {app, "pages"}
    }
    assert not wrong, "\n".join(sorted(wrong))


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ('import_string("contact.intake.form.InquiryForm")', "contact.intake.form.InquiryForm"),
        ('MIDDLEWARE = ["pages.context.frame"]', "pages.context.frame"),
        ('apps.get_model("faq", "Entry")', "faq.models.Entry"),
        ('apps.get_model("faq.Entry")', "faq.models.Entry"),
        ('models.ForeignKey("contact.Inquiry")', "contact.models.inquiries.Inquiry"),
    ],
)
def test_what_a_text_names_counts_as_imported(code: str, name: str, tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text(code)
    assert list(named(tmp_path / "module.py")) == [name]
