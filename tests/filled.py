"""An evidently invented clinic that entered all it can: each part of every page is there."""

from pages.clinic.models import Clinic
from pages.models import PageRevision, Person, Place, PriceList, StartGuide
from pages.revisions.document import Document
from pages.revisions.revision import BLANK, State

_PEOPLE = {
    "sample": ("Dr. Maya Sample", "Psychiatrist. She meets you first and decides with you."),
    "ejemplo": ("Dr. Ines Ejemplo", "Anesthesiologist. She looks after your heart."),
    "example": ("Daniel Example", "Nurse. He is in the room with you."),
    "sampler": ("Joy Sampler", "Nurse. She is in the room with you."),
    "muestra": ("Rosa Muestra", "Front desk. She answers the phone."),
}
DOCTORS_LINE = "Fax (202) 555-0143. A doctor calls you back within 1 business day."
_SENTENCE = "I ask what you have tried, and what you want back. If this is not for you, I say so."


def fill() -> None:
    """Enter and publish everything."""
    _fill_place()
    fill_all_but_a_place()
    _fill_drafts()


def fill_all_but_a_place() -> None:
    """People, prices and the way to start."""
    facts = {"phone": "(202) 555-0142", "doctors_line": DOCTORS_LINE}
    Clinic.objects.update_or_create(pk=1, defaults=facts)
    for order, (slug, (name, role)) in enumerate(_PEOPLE.items()):
        _publish(
            Person.objects.create(slug=slug, order=order),
            title=name,
            role=role,
            summary=_SENTENCE,
            speaks="English and Spanish",
            license="Sample State, 00001",
            license_link="https://board.example.org/",
            agreed=True,
        )
    _publish(
        PriceList.objects.create(),
        title="What it costs",
        summary="$480 a session. The first talk is free.",
        prices="talk | First talk | Free |\nvisit | First visit | $240 | The doctor.\n"
        "session | One session | $480 | All of it.\nvisit | Look back | $120 | The doctor.",
        sessions_in_course=6,
        not_included="Tests by another lab.",
        plans="Sample Health | yes | After approval.\nExample Care | no |",
        how_to_pay="Card, cash or check, on the day.",
        good_faith_estimate="Ask at the desk. You get it in writing.",
    )
    _publish(
        StartGuide.objects.create(),
        title="How to start",
        summary="Small steps, one at a time. You can stop after each one.",
        new_patients="yes",
        usual_wait="2 weeks",
        steps="Call or write | 2 minutes | | We ask for your first name.\n"
        "Talk it over | 20 minutes | free | You ask, we tell.\n"
        "See the doctor | 90 minutes | $240 | You get an honest answer.\n"
        "You decide | | | Sleep on it.",
        what_we_ask="What have you tried? | There may be something better.",
        if_we_say_no="Then we tell you why, in plain words.",
    )


def _fill_place() -> None:
    _publish(
        Place.objects.create(slug="main"),
        title="Our clinic",
        summary="Say your first name at the desk. You do not have to say why you come.",
        street="120 Sample Street, Suite 4",
        city="Sampletown, ST 00000",
        map_link="https://map.example.org/120-sample-street",
        hours="\n".join(f"{day} | 08:00 | 18:00" for day in range(5)),
        closed_days="2026-12-25 | Christmas",
        door="A green door with a round window.",
        step_free="The ramp is on the left of the door.",
        parking="Behind the house, free.",
        bus="Bus 7 and 12, 2 minutes from the door.",
        equipment="A nurse sits with you the whole time.",
        emergency_plan="We can stop at once, and we call 911 when a hospital can do more.",
    )


def _fill_drafts() -> None:
    """The pages of the first edition that wait for what only the clinic can say."""
    for draft in PageRevision.objects.filter(state=State.DRAFT, body__contains=BLANK):
        draft.body = draft.body.replace("[[", "").replace("]]", "")
        draft.save()
        draft.publish(first_edition=True)


def _publish(document: Document, **words: object) -> None:
    revision = document.revisions.model(document=document, **words)
    revision.save()
    revision.publish(first_edition=True)
