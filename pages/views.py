"""The pages visitors read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from pages.languages import DEFAULT, ByOneLook, current, spoken
from pages.models import Layout, Page, PageRevision, Person, Place, PriceList, StartGuide
from pages.profile.shown import Profile, profile_of
from pages.public import View, same_for_everyone
from pages.revisions.document import Document
from pages.revisions.revision import State
from pages.scenes import scene_at

#: The address of the page on help in a crisis, whose words are shipped in other languages.
HELP_NOW = "help-now"
#: Addresses that the shipped front page names itself.
_LISTED = (HELP_NOW, "team", "find-us", "prices", "how-to-start")

#: Layouts of pages that stand right below the front page.
_ALONE = (Layout.VISIT, Layout.PLAIN, Layout.WIDE)


class LanguagesOf(ByOneLook):
    """The languages in which a page of these layouts is live."""

    def __init__(self, *layouts: Layout) -> None:
        self._layouts = layouts

    def look(self) -> set[tuple[str, str, str]]:
        """Layout, address and language of each page that is live."""
        live = PageRevision.objects.filter(state=State.LIVE).order_by()
        return {*live.values_list("document__layout", "document__slug", "language")}

    def seen(self, there: Collection[tuple[str, str, str]], **parts: str) -> list[str]:
        """Those of the page at this address, or of any such page."""
        slug = parts.get("slug", "")
        return [
            language
            for layout, address, language in there
            if layout in self._layouts and slug in ("", address)
        ]


@spoken(LanguagesOf(Layout.HOME), shipped=True)
@same_for_everyone
def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    page = Page.objects.live(current()).filter(layout=Layout.HOME).first()
    if page is None and current() != DEFAULT:
        ready = Page.objects.live_in_lists(current()).exclude(slug__in=_LISTED)
        return render(request, "pages/shipped/home.html", {"ready": ready})
    return _show_found(request, page)


@spoken(LanguagesOf(Layout.VISIT, Layout.PLAIN), shipped=True)
@same_for_everyone
def help_now(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom to call: every page leads there first."""
    layouts = [Layout.VISIT, Layout.PLAIN]
    page = Page.objects.live(current()).filter(layout__in=layouts, slug=slug).first()
    if page is None and current() != DEFAULT:
        return render(request, "pages/shipped/help_now.html")
    return _show_found(request, page)


def _show_found(request: HttpRequest, page: Page | None) -> HttpResponse:
    if page is None:
        raise Http404
    return show(request, page)


@spoken(LanguagesOf(Layout.TREATMENT))
@same_for_everyone
def treatment(request: HttpRequest) -> HttpResponse:
    """All parts of the treatment in short."""
    return show(request, get_object_or_404(Page.objects.live(current()), layout=Layout.TREATMENT))


@spoken(LanguagesOf(Layout.TOPIC))
@same_for_everyone
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One part of the treatment at length."""
    return show(
        request, get_object_or_404(Page.objects.live(current()), layout=Layout.TOPIC, slug=slug)
    )


@spoken(LanguagesOf(Layout.CONDITION))
@same_for_everyone
def condition(request: HttpRequest, slug: str) -> HttpResponse:
    """What is known of ketamine for one condition."""
    return show(
        request,
        get_object_or_404(Page.objects.live(current()), layout=Layout.CONDITION, slug=slug),
    )


@spoken(LanguagesOf(*_ALONE))
@same_for_everyone
def plain(request: HttpRequest, slug: str) -> HttpResponse:
    """Any other page."""
    return show(
        request, get_object_or_404(Page.objects.live(current()), layout__in=_ALONE, slug=slug)
    )


@dataclass(frozen=True)
class Guide:
    """The pages of a guide in order, and the ones before and after one of them."""

    topics: list[Page]
    before: Page | None = None
    after: Page | None = None


def show(request: HttpRequest, page: Page) -> HttpResponse:
    """The page as visitors see it; also used to preview words that are not live yet."""
    context = {
        "document": page,
        "page": page,
        "revision": page.shown,
        "scene": scene_at(page.get_absolute_url()),
        "guide": guide(page) if page.layout in (Layout.TOPIC, Layout.CONDITION) else None,
    }
    return render(request, f"pages/{page.layout}.html", context)


def guide(page: Page) -> Guide:
    """Where the page stands among those of its layout; among none while it is not live."""
    topics = list(Page.objects.live_in_lists(current()).filter(layout=page.layout))
    place = next((number for number, one in enumerate(topics) if one.pk == page.pk), None)
    if place is None:
        return Guide(topics)
    return Guide(
        topics,
        before=topics[place - 1] if place else None,
        after=topics[place + 1] if place + 1 < len(topics) else None,
    )


# What the clinic says about itself

#: The page that shows documents of a kind, and the address it has.
_SHOWN_ON: dict[type[Document], tuple[str, str]] = {
    Person: ("profile/team.html", "team"),
    Place: ("profile/find_us.html", "find-us"),
    PriceList: ("profile/prices.html", "prices"),
    StartGuide: ("profile/how_to_start.html", "how-to-start"),
}


def _page_of(kind: type[Document]) -> View[[]]:
    """The view of this kind; until something of it is live, of a plain page that has its address.

    Sites had such pages before people, places, prices and the guide to start were there.
    """
    template, slug = _SHOWN_ON[kind]

    def languages() -> Iterable[str]:
        there = set(kind._default_manager.all().live_languages())
        return there or LanguagesOf(Layout.VISIT, Layout.PLAIN)(slug=slug)

    @spoken(languages)
    @same_for_everyone
    def page(request: HttpRequest) -> HttpResponse:
        if not profile_of(request).all_of(kind):
            return plain(request, slug=slug)
        return render(request, template)

    return page


team, find_us, prices, how_to_start = map(_page_of, _SHOWN_ON)


def show_in_profile(request: HttpRequest, document: Document) -> HttpResponse:
    """The page that this document stands on, with words of it that need not be live."""
    template, _slug = _SHOWN_ON[type(document)]
    profile = Profile(current(), instead=document)
    return render(request, template, {"profile": profile, "previewed": document})
