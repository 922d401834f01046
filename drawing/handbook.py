"""Takes the pictures of the staff handbook from a real site: python -m drawing.handbook

Starts a site of its own with its first edition and made-up messages; writes into docs/handbook/.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.stack import Stack, running

FOLDER = Path(__file__).parent.parent / "docs/handbook"
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
)
#: Messages as people write them; nobody real, and numbers that belong to nobody.
PEOPLE = """
from datetime import timedelta
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.utils import timezone
from contact.models import Inquiry
from faq.models import Entry, UnansweredSearch
call_command("create_roles", verbosity=0)
dana = User.objects.get(username="local")
User.objects.filter(pk=dana.pk).update(first_name="Dana")
luis = User.objects.create_user("luis", first_name="Luis", is_staff=True)
now = timezone.now()
people = [
    ("J.", "text", -20, luis, "I have a question about cost. How do I find out what my plan pays?"),
    ("Marisol", "call", 5, None, "Can my sister stay in the room with me?"),
    ("Priya", "email", 6, luis, "My doctor told me about this. What is the first step?"),
    ("Rob", "text", 7, None, "How do I get home after it?"),
]
for number, (name, reply_by, hours, colleague, message) in enumerate(people):
    Inquiry.objects.create(
        reference=f"BS-{'7K4M 9TQ2 3H8P 5NX7'.split()[number]}",
        submission_key=str(number),
        name=name, reply_by=reply_by, phone=f"(202) 555-01{88 - number}",
        email=f"{name.lower().strip('.')}@example.org", times=["afternoon"], about="me",
        message=message, language="en", page_language="en", received_at=now - timedelta(hours=9),
        due_at=now + timedelta(hours=hours), assigned_to=colleague,
    )
for words, count in (("parking", 7), ("bring my dog", 3), ("wheelchair", 2)):
    UnansweredSearch.objects.create(words=words, count=count, day=timezone.localdate())
print(Entry.objects.order_by("pk")[0].pk, Inquiry.objects.get(reference="BS-7K4M").pk)
"""


def main() -> None:
    """Take every picture, in the order of the handbook."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as site:
        link = site.command("sign_in_link").splitlines()[-1].strip()
        entry, message = site.command("shell", "-v0", "-c", PEOPLE).split()[-2:]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
            page = browser.new_page(viewport={"width": 1100, "height": 760}, color_scheme="light")
            page.goto(link)
            take_all(page, site, entry, message)
            browser.close()


def take_all(page: Page, site: Stack, entry: str, message: str) -> None:
    """One picture for each section."""
    pictures = {
        "today": "/staff/",
        "inbox": "/staff/contact/inquiry/",
        "message": f"/staff/contact/inquiry/{message}/change/",
        "answer": f"/staff/faq/entry/{entry}/change/",
        "facts": "/staff/pages/clinic/1/change/",
        "gaps": "/staff/faq/gaps/",
    }
    for name, path in pictures.items():
        page.goto(site.address + path)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
