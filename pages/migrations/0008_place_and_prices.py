"""The address, hours, directions and prices move from the clinic's facts into a place and a list.

What visitors read stays the same. The old columns and tables stay in the database, unknown to the
models, because the code of the release before still reads them until it is stopped; a migration of
the next release may drop them. Taking this back writes into them what is live then. They hold less
than that: no kind of a price, and shorter words. So going forward again takes a row that did not
change from what is live.
"""

import re

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

_MOVED = "Moved here from the clinic facts."
#: What a price is of, where its name leaves no doubt.
_KINDS = (
    ("session", re.compile(r"(one|a|per|each|single)? ?(ketamine )?(infusion|session)", re.I)),
    ("talk", re.compile(r"(a |the )?(free )?first (talk|call)", re.I)),
    ("visit", re.compile(r"(a |the |one )?(doctor['’]?s?|medical) visit", re.I)),
)
#: What visitors read of a price that has no name of its own.
_NAMES = {
    "talk": "First talk",
    "visit": "Doctor’s visit",
    "session": "One session",
    "course": "Whole course",
}
_SPACE = re.compile(r"[^\S\xa0\u202f]+")
_PARTS = re.compile(r"(?<!\\)\|")


def move(apps, schema_editor):
    """What is entered becomes live words; nothing does where nothing is entered."""
    clinic = apps.get_model("pages", "Clinic").objects.first()
    if clinic is None:
        return
    open_hours, closed_days, prices = _tables(apps)
    hours = [(row.day, _time(row.opens), _time(row.closes)) for row in open_hours.all()]
    closed = _closed(closed_days.all(), _live(apps, "Place"))
    place = {
        "street": clinic.street,
        "city": clinic.city,
        "directions": clinic.directions,
        "equipment": clinic.team,
        "hours": _text(hours),
        "closed_days": _text(closed),
    }
    if any(place.values()):
        _tell(apps, "find-us")
    _say(apps, "Place", "clinic", clinic.name or "Our clinic", place)
    listed = _listed(prices.all(), _live(apps, "PriceList"))
    if listed:
        _tell(apps, "prices")
    _say(apps, "PriceList", "prices", "Prices", {"prices": _text(listed)})


def take_back(apps, schema_editor):
    """What is live goes back into the clinic's facts; words that are no facts stay where they are."""
    place, prices = _live(apps, "Place"), _live(apps, "PriceList")
    clinics = apps.get_model("pages", "Clinic").objects
    if not (place or prices or clinics.exists()):
        return
    clinic, _is_new = clinics.get_or_create(pk=1)
    clinic.street = place.street if place else ""
    clinic.city = place.city if place else ""
    clinic.directions = place.directions if place else ""
    clinic.team = place.equipment if place else ""
    clinic.save(update_fields=["street", "city", "directions", "team"])
    tables = _tables(apps)
    for rows in tables:
        rows.all().delete()
    open_hours, closed_days, listed = tables
    hours = _rows(place.hours, 3) if place else []
    for day, opens, closes in {row[:2]: row for row in hours}.values():
        open_hours.create(day=int(day), opens=opens, closes=closes)
    for day, reason in dict(_rows(place.closed_days, 2) if place else []).items():
        closed_days.create(day=day, reason=_short_reason(reason))
    rows = _rows(prices.prices, 4) if prices else []
    for order, row in enumerate(rows, start=1):
        label, amount, includes = _short_price(row)
        listed.create(label=label, amount=amount, includes=includes, order=order)


def _short_reason(reason):
    """As much of why the clinic is closed as the table holds."""
    return reason[:60]


def _short_price(row):
    """As much of a price as the table holds, which knows no kind: its name says it."""
    kind, label, amount, includes = row
    return (label or _NAMES.get(kind, ""))[:80], amount[:40], includes[:200]


def _closed(entered, live):
    """The closed days that are entered; the reason is the live one unless it was changed."""
    known = dict(_rows(live.closed_days, 2)) if live else {}
    return [_closed_day(row.day.isoformat(), row.reason, known) for row in entered]


def _closed_day(day, entered, known):
    reason = known.get(day, "")
    return day, reason if _short_reason(reason) == entered else entered


def _listed(entered, live):
    """The prices that are entered; each is the live one unless it was changed."""
    known = list(_rows(live.prices, 4)) if live else []
    return [_price((row.label, row.amount, row.includes), known) for row in entered]


def _price(entered, known):
    """This price with its kind. A live one is taken once: another may have the same words."""
    same = next((row for row in known if _short_price(row) == entered), None)
    if same:
        known.remove(same)
        return same
    label = entered[0]
    kinds = (row[0] for row in known if _short_price(row)[0] == label)
    return (next(kinds, _kind(label)), *entered)


def _tables(apps):
    """The rows of the clinic, of which there is one."""
    names = ("OpenHours", "ClosedDay", "Price")
    return [apps.get_model("pages", name).objects for name in names]


def _say(apps, kind, slug, title, said):
    """Make these words live, unless they are: after going back, staff may have changed some."""
    if not any(said.values()):
        return
    revisions = apps.get_model("pages", f"{kind}Revision").objects
    now, live = timezone.now(), _live(apps, kind)
    if live is None:
        documents = apps.get_model("pages", kind).objects
        document, _is_new = documents.get_or_create(
            slug=slug, defaults={"medical": False, "order": 1}
        )
        live = revisions.model(document=document, title=title, note=_MOVED)
    elif all(getattr(live, name) == text for name, text in said.items()):
        return
    else:
        revisions.filter(pk=live.pk).update(state="past")
        live.pk = None
        live.reviewed_on, live.review_due, live.reviewer, live.approved_by = None, None, "", None
    for name, text in said.items():
        setattr(live, name, text)
    live.state, live.published_at, live.created_at, live.changed_at = "live", now, now, now
    live.author, live.published_by, live.published_alone = None, None, False
    live.save(force_insert=True)


def _tell(apps, slug):
    """A page that staff made at an address which is now made from what they entered."""
    live = apps.get_model("pages", "PageRevision").objects.filter(state="live")
    if live.filter(document__slug=slug, document__layout__in=("plain", "visit")).exists():
        print(
            f"\n  Your page /{slug}/ is no longer shown: what is under “About us” stands there.", end=""
        )


def _live(apps, kind):
    """The live English words of the first one of this kind."""
    revisions = apps.get_model("pages", f"{kind}Revision").objects
    live = revisions.filter(state="live", language="en")
    return live.order_by("document__order", "document_id").first()


def _text(rows):
    return "\n".join(_line([_SPACE.sub(" ", str(cell)).strip() for cell in row]) for row in rows)


def _line(cells):
    filled = max(number for number, cell in enumerate(cells, start=1) if cell)
    return " | ".join(cell.replace("|", "\\|") for cell in cells[:filled])


def _rows(text, many):
    for line in text.splitlines():
        cells = [cell.strip().replace("\\|", "|") for cell in _PARTS.split(line)]
        yield tuple(cells[:many] + [""] * (many - len(cells)))


def _time(value):
    return f"{value:%H:%M}"


def _kind(label):
    found = (kind for kind, name in _KINDS if name.fullmatch(label.strip()))
    return next(found, "other")


def _text_kept(name, field):
    """The column stays, and a row may be added without it."""
    return migrations.AlterField(model_name="clinic", name=name, field=field)


def _rows_kept(model, rows):
    """The table stays, and does not keep the clinic's row from going."""
    return migrations.AlterField(
        model_name=model,
        name="clinic",
        field=models.ForeignKey(
            default=1,
            on_delete=django.db.models.deletion.CASCADE,
            related_name=rows,
            to="pages.clinic",
            db_constraint=False,
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("pages", "0007_profile")]

    operations = [
        migrations.RunPython(move, take_back),
        _text_kept("street", models.CharField(blank=True, db_default="", max_length=120)),
        _text_kept("city", models.CharField(blank=True, db_default="", max_length=120)),
        _text_kept("directions", models.TextField(blank=True, db_default="")),
        _text_kept("team", models.TextField(blank=True, db_default="")),
        _rows_kept("openhours", "open_hours"),
        _rows_kept("closedday", "closed_days"),
        _rows_kept("price", "prices"),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField("clinic", "street"),
                migrations.RemoveField("clinic", "city"),
                migrations.RemoveField("clinic", "directions"),
                migrations.RemoveField("clinic", "team"),
                migrations.DeleteModel("OpenHours"),
                migrations.DeleteModel("ClosedDay"),
                migrations.DeleteModel("Price"),
            ]
        ),
    ]
