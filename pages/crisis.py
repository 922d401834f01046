"""Notices words that say a person may be thinking of ending their life or hurting themselves.

It errs on the side of showing help: a question about someone else, or a "not suicidal", counts.
"""

import re
import unicodedata

_SELF = r"(?:my|him|her|your|them|one) ?sel(?:f|ves)"
_WHOSE = r"(?:my|his|her|their|your)(?: own)?"

#: What follows "go on" when it is about a day or a trip.
_SOMEWHERE = r"(?:the|an?|my|our|vacation|holiday|\d|mon|tue|wed|thu|fri|sat|sun)"

#: Phrases in plain letters, as ``_plain`` leaves them: no accents, no apostrophes, single spaces.
_ENGLISH = (
    "suicid\\w*",
    "suicde",
    "sucide",
    "sucidal",
    "suiside",
    "unalive",
    "self ?harm\\w*",
    "self ?injur\\w*",
    "overdos(?:e|es|ed|ing)",
    "i ?a?m in (?:a )?crisis",
    rf"(?:kill|killing|kills|hang|hanging|shoot|shooting|drown|drowning) {_SELF}",
    rf"(?:hurt|hurting|hurts|harm|harming|harms|cut|cutting|cuts|injure|injuring) {_SELF}",
    rf"(?:end|ending|ends|ended) {_WHOSE} (?:life|lives)",
    "(?:end|ending) it all",
    "(?:take|taking|took) (?:my|his|her|their|your) own li(?:fe|ves)",
    "(?:want|wants|wanted|wanting|wish|ready|rather|like) to (?:die|be dead)",
    "wanna die",
    "rather (?:die|be dead)",
    "better off (?:dead|without me)",
    "hope i die",
    "wish (?:i|he|she|they) (?:was|were|am|is) (?:dead|never born)",
    "wish i could die",
    "(?:no|any|a) (?:reason|point) (?:to|in) (?:live|living|life)",
    "nothing to live for",
    "(?:do not|dont|doesnt|does not|didnt|no longer) wants? to (?:live|be alive)",
    "(?:ca ?n ?not|cant|no longer) (?:live|keep living) (?:any ?more|like this)",
    "(?:do not|dont|doesnt|does not) want to (?:be here|wake up|exist|go on)(?: any ?more)?",
    rf"can ?(?:t|not) go on(?! {_SOMEWHERE})",
    "tired of (?:living|being alive)",
)
_SPANISH = (
    "(?:quiero|quisiera|ganas de|pienso en|voy a|deseo) (?:matar|morir|suicidar)\\w*",
    "matarme",
    "matarse",
    "me (?:quiero|voy a|quisiera) (?:matar|morir)",
    "me mato",
    "(?:quit|quitar)(?:me|se|arme|arse) la vida",
    "(?:acabar|terminar) con (?:mi|su) vida",
    "(?:acabar|terminar) con todo",
    "no quiero (?:vivir|seguir|seguir viviendo|estar viv[oa])",
    "(?:sin|no tengo) ganas de vivir",
    "mejor muert[oa]",
    "estar muert[oa]",
    "hacer(?:me|se|le)? dano",
    "me hago dano",
    "(?:lastimar|herir|cortar)me",
    "sobredosis",
    "auto ?lesion\\w*",
    "no vale la pena (?:vivir|seguir)",
    "(?:estoy|esta) en crisis",
)
_PHRASES = re.compile(rf"\b(?:{'|'.join((*_ENGLISH, *_SPANISH))})\b")
#: Straight, curly, modifier, grave, acute, prime and full-width.
_APOSTROPHES = dict.fromkeys(map(ord, "'`\u2018\u2019\u02bc\u00b4\u2032\uff07"))


def mentions_crisis(text: str) -> bool:
    """True when the text speaks of suicide or self-harm, in English or Spanish."""
    return _PHRASES.search(_plain(text)) is not None


def _plain(text: str) -> str:
    """Lower case, without accents, apostrophes or invisible characters; words one space apart."""
    letters = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold())
    kept = (letter for letter in letters if unicodedata.category(letter) not in ("Mn", "Cf"))
    return re.sub(r"[\W_]+", " ", "".join(kept))
