"""Which files are measured, and which tests have to notice a fault in them."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Module:
    """Files that do one thing, and the folders (or files) with the tests of their room."""

    files: tuple[str, ...]
    tests: tuple[str, ...]


_REVISIONS = ("tests/pages/revisions",)
_INTAKE = ("tests/contact/intake",)
_KEEPING = ("tests/contact/keeping",)

MODULES = {
    "markup": Module(
        (
            "pages/markup/blocks.py",
            "pages/markup/fair_numbers.py",
            "pages/markup/html.py",
            "pages/markup/reading.py",
            "pages/markup/writing_checks.py",
        ),
        ("tests/pages/markup",),
    ),
    "revisions": Module(
        (
            "pages/revisions/content_version.py",
            "pages/revisions/document.py",
            "pages/revisions/drafts.py",
            "pages/revisions/guards.py",
            "pages/revisions/reviews.py",
            "pages/revisions/revision.py",
            "pages/revisions/translations.py",
            "pages/revisions/triggers.py",
        ),
        _REVISIONS,
    ),
    "version": Module(("pages/version.py",), ("tests/pages/test_remembered.py",)),
    "approval": Module(("pages/revisions/approval.py",), _REVISIONS),
    "comparing": Module(("pages/revisions/comparing.py",), _REVISIONS),
    "schedule": Module(("pages/revisions/schedule.py",), _REVISIONS),
    "addresses": Module(("pages/revisions/moved_addresses.py",), _REVISIONS),
    "profile": Module(
        (
            "pages/profile/facts.py",
            "pages/profile/models.py",
            "pages/profile/rows.py",
            "pages/profile/rows_field.py",
            "pages/profile/shown.py",
            "pages/profile/sums.py",
            "pages/profile/tables/closed.py",
            "pages/profile/tables/others.py",
            "pages/profile/tables/week.py",
        ),
        ("tests/pages/profile",),
    ),
    "pictures": Module(
        (
            "pages/pictures/header.py",
            "pages/pictures/models.py",
            "pages/pictures/redraw.py",
            "pages/pictures/studio.py",
            "pages/pictures/upload.py",
            "pages/pictures/used.py",
            "pages/pictures/views.py",
        ),
        ("tests/pages/pictures",),
    ),
    "sheets": Module(
        (
            "pages/sheets/form.py",
            "pages/sheets/views.py",
            "pages/sheets/worksheet.py",
        ),
        ("tests/pages/sheets",),
    ),
    "receiving": Module(("contact/intake/receiving.py",), _INTAKE),
    "throttle": Module(("contact/intake/throttle.py",), _INTAKE),
    "delivery": Module(("contact/outbox/delivery.py",), ("tests/contact/outbox",)),
    "audit": Module(("contact/keeping/audit.py",), _KEEPING),
    "redacting": Module(("contact/keeping/redacting.py",), _KEEPING),
    "retention": Module(("contact/keeping/retention.py",), _KEEPING),
    "export": Module(("contact/inbox/export.py",), ("tests/contact/inbox",)),
    "page cache": Module(
        (
            "clinic_site/front/editions.py",
            "clinic_site/front/kept_page.py",
            "clinic_site/front/making.py",
            "clinic_site/front/page_cache.py",
            "clinic_site/front/version_file.py",
        ),
        (
            "tests/clinic_site/front",
            "tests/clinic_site/test_kept_pages.py",
            "tests/clinic_site/test_page_cache.py",
        ),
    ),
}
