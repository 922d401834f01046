"""Writes Spanish words for tests: those of the first edition are drafts."""

import re
from typing import Any

from django.test import Client

from faq.models import Entry
from pages.models import Page
from pages.revisions.document import Document
from pages.revisions.revision import State
from tests.html import Page as Html

#: In Spanish before anyone translated anything.
SHIPPED = ["/es/", "/es/help-now/", "/es/contact/", "/es/treatment-day/"]
OTHERS = ["/es/contact/thanks/", "/es/nada/", "/es/cost/"]

#: Every block an editor can write, and links as an editor copies them from the English words.
BODY = """\
## Primera parte

Texto en español con [un enlace](/treatment/) y {hours}. {Call-us}.

::: important Cuidado
Un aviso.
:::

:::: care
::: right-now
- Uno.
:::
::: same-day
- Dos.
:::
::: no-rush
- Tres.
:::
::::

::: course Sesiones por semana
Puntos llenos.

- Curso | 3 3 0
:::

::: ledger
- Costo | Nada | Una frase.
:::

## Segunda parte

Final.
"""


def publish(document: Document, **words: Any) -> Any:
    """Make Spanish words of the live English ones live, in place of a draft of others."""
    document.revisions.filter(state=State.DRAFT, language="es").delete()
    english = document.revisions.filter(state=State.LIVE, language="en").first()
    text = {
        "title": f"Título {document.pk}{document._meta.label_lower[0]}",
        "summary": "Un resumen corto.",
        "body": BODY,
        **words,
    }
    spanish = type(english or document.revisions.model())(
        document=document, language="es", translates=english, **text
    )
    spanish.what_changed = "Es nuevo."
    spanish.save()
    if english:
        spanish.sources.set(english.sources.all())
    spanish.publish()
    return spanish


def publish_everything() -> None:
    """The whole first edition, as if it had been translated."""
    for page in Page.objects.live("en"):
        about = {
            "nav": f"Menú {page.pk}",
            "description": f"Una descripción de la página número {page.pk}.",
        }
        publish(page, **about)
    for entry in Entry.objects.live("en"):
        publish(entry, keywords="palabra clave")


def home(**words: Any) -> Any:
    """Only the front page, which opens the language."""
    return publish(Page.objects.get(layout="home"), **words)


def read(client: Client, path: str) -> Html:
    """The page at this path."""
    return Html(client.get(path).content.decode())


def listed(client: Client) -> set[str]:
    """What the front page says is ready in Spanish."""
    html = client.get("/es/").content.decode()
    ready = html.split('<ul class="index">')[1].split("</ul>")[0]
    return set(re.findall('href="([^"]*)"', ready))
