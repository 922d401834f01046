"""Spanish stands beside English: at its own addresses, in all its words, once they are live."""

import re

import pytest
from django.test import Client

from clinic_site.front.page_cache import PageCache
from clinic_site.wsgi import uncached
from faq.models import Entry
from pages.models import Page
from pages.revisions.moved_addresses import remember_move
from tests import spanish
from tests.english import english_on
from tests.html import Page as Html
from tests.visit import FIRST_FLIGHT, Visit, size_of_first_visit
from tests.wsgi import ask

pytestmark = pytest.mark.django_db


def test_every_spanish_page_answers_and_is_well_formed(spanish_visits: dict[str, Visit]) -> None:
    assert len(spanish_visits) > 50
    assert {
        p: v.reply.status for p, v in spanish_visits.items() if v.reply.status != v.status
    } == {}
    assert {p: v.page.mistakes for p, v in spanish_visits.items() if v.page.mistakes} == {}


def test_every_spanish_page_says_its_language(spanish_visits: dict[str, Visit]) -> None:
    assert {v.page.tags("html")[0].get("lang") for v in spanish_visits.values()} == {"es"}


def test_no_english_word_is_left_on_a_spanish_page(spanish_visits: dict[str, Visit]) -> None:
    allowed = {"index, follow", "width=device-width,initial-scale=1"}
    left = {path: english_on(visit.page) - allowed for path, visit in spanish_visits.items()}
    assert {path: words for path, words in left.items() if words} == {}


def test_english_words_would_be_noticed() -> None:
    assert english_on(Html("<p>Hola</p><p>Send us a message</p>")) == {"Send us a message"}


def test_a_first_visit_in_spanish_arrives_in_the_first_flight(
    spanish_visits: dict[str, Visit],
) -> None:
    sizes = {path: size_of_first_visit(visit) for path, visit in spanish_visits.items()}
    assert {path: size for path, size in sizes.items() if size > FIRST_FLIGHT} == {}


def test_spanish_pages_name_both_languages_to_search_engines(
    spanish_visits: dict[str, Visit],
) -> None:
    kept = {path: v for path, v in spanish_visits.items() if v.is_kept}
    for visit in kept.values():
        path = visit.path.split("?")[0]
        named = {
            one.get("hreflang"): one.get("href")
            for one in visit.page.tags("link")
            if one.get("rel") == "alternate"
        }
        english = f"http://localhost{path.removeprefix('/es')}"
        spanish_ = f"http://localhost{path}"
        assert named == {"en": english, "es": spanish_, "x-default": english}, path
        assert visit.page.links("canonical") == [spanish_]


def test_links_on_spanish_pages_stay_in_spanish(spanish_visits: dict[str, Visit]) -> None:
    away = set()
    for visit in spanish_visits.values():
        for link in visit.page.tags("a"):
            target = link.get("href")
            if target.startswith("/") and not target.startswith("/es/"):
                away.add((target, link.get("lang")))
    assert {lang for _target, lang in away} <= {"en"}


def test_help_in_a_crisis_is_named_in_spanish(spanish_visits: dict[str, Visit]) -> None:
    for visit in spanish_visits.values():
        bar = [one for one in visit.page.tags("a") if one.is_inside(css_class="crisis")]
        said = {one.get("href"): one.words for one in bar}
        assert said["tel:988"] == "Llame al 988, marque 2"
        assert said["sms:988?&body=AYUDA"] == "Envíe AYUDA al 988"


def test_only_kept_pages_are_kept_and_none_depends_on_who_asks(
    spanish_visits: dict[str, Visit],
) -> None:
    for path, visit in spanish_visits.items():
        assert "Accept-Language" not in visit.reply.headers.get("vary", ""), path
        kept = visit.reply.headers["cache-control"] == "public, no-cache"
        assert kept == visit.is_kept, path


@pytest.mark.usefixtures("first_edition", "site_is_open")
class TestBeforeAnythingIsSpanish:
    @pytest.mark.parametrize("path", ["/cost/", "/questions/", "/treatment/"])
    def test_a_spanish_address_leads_to_the_english_page(self, client: Client, path: str) -> None:
        answer = client.get(f"/es{path}")
        html = answer.content.decode()
        assert answer.status_code == 404
        assert '<html lang="es">' in html
        assert f'<a href="{path}" hreflang="en">' in html

    def test_an_address_of_nothing_leads_nowhere(self, client: Client) -> None:
        answer = client.get("/es/nada/")
        assert answer.status_code == 404
        assert "Léala en inglés" not in answer.content.decode()

    def test_a_page_in_english_alone_names_no_other_to_search_engines(self, client: Client) -> None:
        assert "alternate" not in client.get("/cost/").content.decode()
        assert "/es/cost/" not in client.get("/sitemap.xml").content.decode()

    @pytest.mark.parametrize("header", ["es", "es-MX,es;q=0.9,en;q=0.1"])
    def test_what_a_browser_prefers_changes_nothing(self, client: Client, header: str) -> None:
        answer = client.get("/", headers={"Accept-Language": header})
        assert '<html lang="en">' in answer.content.decode()
        assert not answer.has_header("Vary") or "Language" not in answer["Vary"]
        assert not answer.cookies


@pytest.mark.usefixtures("first_edition", "site_is_open")
class TestOnceSomePagesAreSpanish:
    def test_the_header_leads_to_this_page_in_the_other_language(self, client: Client) -> None:
        spanish.publish(Page.objects.get(slug="cost"))
        link = '<a href="/es/cost/" hreflang="es" lang="es">Español</a>'
        assert link in client.get("/cost/").content.decode()
        back = '<a href="/cost/" hreflang="en" lang="en">English</a>'
        assert back in client.get("/es/cost/").content.decode()

    def test_or_else_to_its_front_page(self, client: Client) -> None:
        link = '<a href="/es/" hreflang="es" lang="es">Español</a>'
        assert link in client.get("/privacy/").content.decode()

    def test_a_link_to_a_page_that_is_only_english_says_so(self, client: Client) -> None:
        spanish.home()
        html = client.get("/es/").content.decode()
        assert '<a href="/cost/" hreflang="en">Costo (en inglés)</a>' in html
        assert '<a href="/es/contact/">Contacto</a>' in html

    def test_publishing_shows_at_once_in_kept_pages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("clinic_site.front.editions._PAUSE", 0)
        application = PageCache(uncached)
        assert b"/es/cost/" not in ask(application, "/cost/").body
        spanish.publish(Page.objects.get(slug="cost"))
        assert b"/es/cost/" in ask(application, "/cost/").body
        assert ask(application, "/es/cost/").status == 200

    def test_the_sitemap_and_robots_name_them(self, client: Client) -> None:
        spanish.home()
        spanish.publish(Entry.objects.get(slug="can-i-drive-home"))
        found = re.findall("<loc>http://localhost(/es/[^<]*)</loc>", _text(client, "/sitemap.xml"))
        assert set(found) == {
            "/es/",
            "/es/contact/",
            "/es/help-now/",
            "/es/questions/",
            "/es/questions/transport/",
            "/es/questions/transport/can-i-drive-home/",
            "/es/treatment-day/",
        }
        assert "Disallow: /es/questions/search/\n" in _text(client, "/robots.txt")

    def test_a_moved_address_moved_in_every_language(self, client: Client) -> None:
        remember_move("/old/", "/cost/")
        answer = client.get("/es/old/")
        assert (answer.status_code, answer["Location"]) == (301, "/es/cost/")

    def test_the_search_knows_in_which_language_it_is_asked(self, client: Client) -> None:
        entry = Entry.objects.get(slug="can-i-drive-home")
        spanish.publish(entry, title="¿Puedo manejar después de la sesión?")
        found = _text(client, "/es/questions/search/?q=manejar+tras+sesiones")
        assert "<mark>manejar</mark> después de la <mark>sesión</mark>?" in found
        # Asked in Spanish on an English page: the Spanish answer, and said to be in Spanish.
        other = _text(client, "/questions/search/?q=manejar+tras+sesiones")
        assert re.search(r'<a [^>]*href="/es/[^>]*lang="es"[^>]*>[^\n]*después', other)

    def test_spanish_words_are_not_taken_for_mistakes(self, client: Client) -> None:
        entry = Entry.objects.get(slug="can-i-drive-home")
        spanish.publish(entry, title="¿Puedo manejar un carro?", body="Nada.", summary="No.")
        assert "<mark>" not in _text(client, "/es/questions/search/?q=barro")
        assert "<mark>manejar</mark>" in _text(client, "/es/questions/search/?q=manjear")

    def test_another_word_for_the_same_finds_it(self, client: Client) -> None:
        entry = Entry.objects.get(slug="can-i-drive-home")
        spanish.publish(entry, title="¿Puedo manejar un carro?", body="Nada.", summary="No.")
        assert "<mark>" in _text(client, "/es/questions/search/?q=conducir")

    def test_words_of_crisis_bring_help_first(self, client: Client) -> None:
        spanish.publish(Entry.objects.get(slug="can-i-drive-home"))
        assert "Busque ayuda ahora mismo" in _text(client, "/es/questions/search/?q=quiero+morir")


def _text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_the_way_without_a_slash_leads_to_the_page(client: Client) -> None:
    answer = client.get("/es")
    assert (answer.status_code, answer["Location"]) == (301, "/es/")


def test_staff_stay_in_english(client: Client) -> None:
    answer = client.get("/staff/login/", headers={"Accept-Language": "es"})
    assert '<html lang="en' in answer.content.decode()


def test_an_error_of_ours_speaks_spanish_without_a_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_path: str) -> None:
        raise RuntimeError

    client.raise_request_exception = False
    monkeypatch.setattr("pages.languages.neutral", fails)
    answer = client.get("/es/")
    assert answer.status_code == 500
    assert '<html lang="es">' in answer.content.decode()
    assert "Algo falló de nuestro lado" in answer.content.decode()
