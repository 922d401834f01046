"""Loads templates so that the pages made of them have no blank lines where a tag stood alone.

A tag on a line of its own reads well in a template, and left a blank line on the page. Here the
line goes with the tag, before the template is compiled: what people typed is never looked at.
"""

import re
from pathlib import Path

from django.template import Origin
from django.template.loaders.filesystem import Loader as FilesystemLoader
from django.template.utils import get_app_template_dirs

#: In these each line end counts: they are looked up in the translations, or shown as they stand.
_KEPT = (
    r"(?P<kept>{% *blocktrans(?:late)?\b(?s:.*?){% *endblocktrans(?:late)? *%}"
    r"|{% *comment\b(?s:.*?){% *endcomment *%}"
    r"|{% *verbatim\b(?s:.*?){% *endverbatim\b"
    r"|<(?P<tag>pre|textarea)\b(?s:.*?)</(?P=tag)>)"
)

#: Tags that write nothing, or what brings its own lines. Others keep theirs: it parts two words.
_SILENT = (
    "if|elif|else|endif|ifchanged|endifchanged|for|empty|endfor|with|endwith|block|endblock|extends"
    "|include|load|autoescape|endautoescape|filter|endfilter|spaceless|endspaceless|elsewhere"
    "|language|endlanguage"
    "|date_hierarchy|pagination|prepopulated_fields_js|result_list|search_form|submit_row"
)
_ALONE = (
    rf"(?:{{% *(?:{_SILENT})\b(?:(?!%}}).)*%}}"
    r"|{% *\w+\b(?:(?!%}).)* as \w+ *%}"
    r"|{#(?:(?!#}).)*#}"
    r"|{{ (?:block\.super|[\w.]+\.errors) }})"
)
_LONE_LINE = re.compile(
    rf"{_KEPT}|^[ \t]*(?P<tags>(?:{_ALONE}[ \t]*)*)\n",
    re.MULTILINE,
)

#: What a condition shows; there may be another one in it.
_PART = r"(?:(?!{% *(?:if|elif|else|endif)\b).|{% *if\b(?:(?!{% *(?:end)?if\b).)*{% *endif *%})*"
_CONDITION_LINE = re.compile(
    rf"{_KEPT}|^(?P<indent>[ \t]*)(?P<if>{{% *if\b(?:(?!%}}).)*%}})(?P<then>{_PART})"
    rf"(?:(?P<else>{{% *else *%}})(?P<other>{_PART}))?(?P<end>{{% *endif *%}})[ \t]*\n",
    re.MULTILINE,
)
#: Before a tag the line end alone parts as well; the indent was a hundredth of what is sent.
_INDENT = re.compile(rf"{_KEPT}|^[ \t]+(?=[<{{])", re.MULTILINE)


def tidy(source: str) -> str:
    """The source of an HTML template without the lines and indents that only its writers need."""
    source = _CONDITION_LINE.sub(_open, source)
    return _LONE_LINE.sub(_drop, _INDENT.sub(lambda found: found["kept"] or "", source))


def _open(found: re.Match[str]) -> str:
    """A line that is one condition, over several: where nothing is shown, there is no line."""
    if found["kept"]:
        return found[0]
    indent, other = found["indent"], ""
    if found["else"]:
        other = f"{found['else']}\n{indent}{found['other']}\n"
    return f"{found['if']}\n{indent}{found['then']}\n{other}{found['end']}\n"


def _drop(found: re.Match[str]) -> str:
    """Only the tags of a line that has nothing else."""
    return found["kept"] or found["tags"].rstrip()


class Loader(FilesystemLoader):
    """Finds templates where Django does: those of the project first, then those of the apps."""

    def get_dirs(self) -> list[str | Path]:
        return [*super().get_dirs(), *get_app_template_dirs("templates")]

    def get_contents(self, origin: Origin) -> str:
        source: str = super().get_contents(origin)
        # Plain text is sent as it is written. While somebody looks for a mistake (DEBUG), lines
        # are counted as they are in the file.
        if self.engine.debug or not origin.name.endswith(".html"):
            return source
        return tidy(source)
