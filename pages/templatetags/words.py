"""Template tags that show words staff wrote."""

from collections.abc import Mapping

from django import template
from django.template import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from pages.clinic.declared import FACTS
from pages.languages import Signposts
from pages.markup import calls, reading
from pages.markup import html as markup
from pages.markup.html import Shown
from pages.markup.terms import with_terms

register = template.Library()


@register.simple_tag(takes_context=True)
def rendered(context: Context, body: str) -> SafeString:
    """The Markdown as safe HTML, with the clinic's facts put in."""
    return written(context, body).html


@register.simple_tag(takes_context=True)
def written(context: Context, body: str) -> Shown:
    """The same with its list of contents. The page names each place once, whoever wrote there."""
    facts: Mapping[str, str] = context["facts"]
    signposts: Signposts | None = context.get("signposts")
    beside = {"profile": context.get("profile"), "signposts": signposts, "facts": facts}
    shown = markup.show(body, facts, beside, context.get("anchors"))
    html = with_terms(calls.with_calls(shown.html), context.get("glossary") or {})
    return Shown(signposts.turn_links(html) if signposts else html, shown.contents)


@register.simple_tag(takes_context=True)
def short_answer(context: Context, line: str) -> SafeString:
    """The summary as safe HTML, with the clinic's facts put in."""
    return calls.with_calls(markup.line_to_html(line, context["facts"]))


@register.simple_tag(takes_context=True)
def short_answer_text(context: Context, line: str) -> str:
    """The same as plain text."""
    return markup.line_to_text(line, context["facts"])


@register.simple_tag
def fact_names() -> list[str]:
    """What words may name in braces, for those who write; one of each of those said in two ways."""
    return ["call-us", *(fact.name for fact in FACTS if fact.in_words)]


@register.filter
def with_calls(words: str) -> SafeString:
    """Words that staff typed, or HTML, with links that call the numbers and mail the addresses."""
    return calls.with_calls(conditional_escape(words))


@register.filter
def reading_time(html: str) -> str:
    """How long these words take to read, as a sentence."""
    minutes = reading.minutes(html)
    sentence = ngettext("A one-minute read.", "About %(minutes)s minutes to read.", minutes)
    return sentence % {"minutes": minutes}


@register.filter
def with_fax(words: str) -> SafeString:
    """The same for doctors, with the number of the fax as a link, too."""
    return calls.with_fax(conditional_escape(words))
