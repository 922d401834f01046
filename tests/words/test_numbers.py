"""A number that stands in more than one place says the same in each, and each cites its source.

Why there is one table here, and no figure in braces: docs/decisions/figures.md.
"""

import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings

from pages.revisions.edition import first_edition

BASE = Path(settings.BASE_DIR)
FILES = [
    path for app in ("pages", "faq") for path in first_edition.files(BASE / app / "content" / "en")
]
#: What counts as a number of a study or a sum of money; dates, doses and steps do not.
NUMBER = re.compile(
    r"\$\d[\d,]*|\d[\d,.]* (?:of|in|out of) \d[\d,]*|\d[\d,]* (?:people|trials|studies|adults)\b"
)


class Figure(NamedTuple):
    """A finding: where words speak of it, all that they say then, and the source they cite."""

    #: Finds the words on it whatever number they have.
    about: str
    says: tuple[str, ...]
    #: Empty for what is the clinic's own.
    source: str


FIGURES = [
    # What studies of depression found
    Figure(
        r"KARMA-Dep 2|careful 2025 study|careful study in 2025",
        (r"47 (?:in|of) 100\b.{5,110}\b33 (?:in|of) 100", r"could be chance|ruled out"),
        "karma-dep-2025",
    ),
    Figure(
        r"KARMA-Dep 2, 2025",
        (r"65 adults .*?62 were counted", r"44 in 100 had almost no", r"30 in 100 had almost no"),
        "karma-dep-2025",
    ),
    Figure(r"ELEKT-D", (r"55 (?:in|of) 100", r"41 (?:in|of) 100", r"365"), "elekt-d-2023"),
    Figure(r"ELEKT-D, 2023", (r"403 adults",), "elekt-d-2023"),
    Figure(
        r"KetECT",
        (r"46 (?:in|of) 100", r"63 (?:in|of) 100", r"186 (?:adults|people)"),
        "ketect-2022",
    ),
    Figure(
        r"Cochrane\), 2021",
        (r"47 in 100", r"\b26\b", r"27\b.{0,20}ketamine", r"\b9 with salt", r"296", r"185"),
        "cochrane-unipolar-2021",
    ),
    Figure(
        r"\b99 people|By day \d",
        (r"99 people,? there was a gain over a sedative on day 1\. By day 3 there was no clear",),
        "fava-2018",
    ),
    Figure(
        r"\b54 people|five of a sedative",
        (r"54 people", r"six infusions of ketamine with five of a sedative and one of ketamine"),
        "shiroma-2020",
    ),
    Figure(
        r"effect usually fades|infusion it usually fades", (r"within about a week",), "fava-2018"
    ),
    Figure(r"next 6 months", (r"no clear gain in the next 6 months",), "karma-dep-2025"),
    Figure(
        r"After a day \(2018\)",
        (r"80 people\. 55 in 100 with ketamine .* With a sedative it was 30 in 100",),
        "grunebaum-2018",
    ),
    # What one report of US clinics found
    Figure(
        r"[Aa]bout half (?:of people|got better|did not)",
        (r"no comparison group|no comparison\b",),
        "mcinnes-2022",
    ),
    Figure(r"537", (r"537 (?:people|adults|of 9,016)", r"US clinics"), "mcinnes-2022"),
    Figure(
        r"in 100 (?:of 537 people )?got much better\. (?:So about|About 29)",
        (r"54 in 100", r"About 29 in 100|46 in 100", r"o comparison group|Compared with"),
        "mcinnes-2022",
    ),
    Figure(
        r"had worse depression|in 100 got worse|make some people worse|in 100 \[got worse",
        (r"US clinics", r"about 8 in 100|About 8 in 100|8 of 100"),
        "mcinnes-2022",
    ),
    Figure(
        r"of 100 people got worse",
        (
            r"8 of 100 people got worse",
            r"54 of 100 got at least half better \(537 of 9,016 could be counted\)",
            r"No one was compared",
        ),
        "mcinnes-2022",
    ),
    Figure(
        r"thoughts of suicide before|had fewer|people had more",
        (r"73 in 100 had fewer\. About 6 in 100 people had more",),
        "mcinnes-2022",
    ),
    Figure(
        r"in 10 (?:still were|were still better|of those)",
        (r"about 8 in 10 |About 8 in 10 |4 in 10 had slipped back", r"6 in 10\b"),
        "mcinnes-2022",
    ),
    Figure(r"patients could be counted|of all patients", (r"Only 6 in 100 ",), "mcinnes-2022"),
    Figure(
        r"VA hospitals",
        (r"215 veterans who had tried about 6 medicines", r"No one was compared", r"26 of 100"),
        "pfeiffer-2024",
    ),
    Figure(r"In US clinics \| \d", (r"8 of 100 \| got worse .*?54 of 100",), "mcinnes-2022"),
    # Other conditions
    Figure(
        r"guideline of the VA",
        (r"\(2023\) suggests not using ketamine for PTSD\. It found the proof very weak",),
        "va-dod-ptsd-2023",
    ),
    Figure(
        r"158 people",
        (
            r"PTSD was no better than with (?:a|the) placebo",
            r"Depression eased more with the usual",
        ),
        "abdallah-2022",
    ),
    Figure(
        r"smaller trial",
        (
            r"10 of 15 people with ketamine had at least 30 in 100 fewer symptoms\. "
            r"With a sedative it was 3 of 15",
        ),
        "feder-2021",
    ),
    Figure(
        r"221 people",
        (
            r"6 trials with 221 people(?: \(2024\))?, the gain was small\. After allowing for weak "
            r"studies, it may be chance\. Against an active drug there was none",
        ),
        "ptsd-review-2024",
    ),
    Figure(
        r"OCD\.",
        (
            r"15 people, 4 of 8 had improved after a week with ketamine\. "
            r"With salt water it was 0 of 7",
        ),
        "ocd-2013",
    ),
    Figure(
        r"Anxiety(?: disorders)?\.", (r"lasted from hours to about 2 weeks",), "anxiety-meta-2023"
    ),
    Figure(
        r"67 trials|2,309",
        (r"67 trials with 2,309 people", r"no clear gain for any", r"about 3 times as common"),
        "pain-review-2025",
    ),
    # The other choices, and what else the pages on conditions say
    Figure(
        r"29 trials",
        (r"29 trials with 1,371 people, 29 in 100 got half better with TMS and 10 with a fake",),
        "berlim-2014",
    ),
    Figure(r"counted 62|62 people counted", (r"62 people",), "karma-dep-2025"),
    Figure(r"With another treatment, ECT", (r"ECT, it was 3 of 90",), "ketect-2022"),
    Figure(
        r"46 of 100 people did not",
        (r"46 of 100 people did not get half better \(537 of 9,016", r"no comparison group"),
        "mcinnes-2022",
    ),
    Figure(
        r"US clinics \(2022\)\. 537",
        (r"54 of 100 got much better, 8 of 100 got worse\. There was no comparison",),
        "mcinnes-2022",
    ),
    Figure(r"164 veterans", (r"was not clearly better than the fake",), "yesavage-2018"),
    Figure(r"\b676 people", (r"27 in 100 were well .* 18 with quetiapine",), "escape-trd-2023"),
    Figure(r"\b381 people", (r"25 in 100 .* 15 with a dummy pill",), "marcus-2008"),
    Figure(r"1,522 veterans", (r"29 in 100 .*27 after .*22 after",), "mohamed-2017"),
    Figure(r"\b469 people", (r"46 in 100 .* 22 without it",), "cobalt-2013"),
    Figure(r"165 Medicaid", (r"\b1 of 165 ", r"75 of 165 "), "medicaid-ketamine-2025"),
    Figure(r"26 of 90", (r"in 26 of 90 people, with ketamine in 8 of 91",), "ketect-2022"),
    Figure(
        r"18 people \(2010",
        (r"18 people \(2010\)\. At some point 71 in 100 .* and 6 in 100 with salt water",),
        "diazgranados-2010",
    ),
    Figure(
        r"15 people \(2012",
        (r"15 people \(2012\)\. In a repeat it was 79 in 100 .* 0 in 100 with salt water",),
        "zarate-2012",
    ),
    Figure(r"10 studies", (r"10 studies.{0,20} few people",), "bipolar-review-2023"),
    Figure(
        r"14 trials", (r"14 trials,.{0,5} 11 (?:of them )?had a high risk",), "anxiety-meta-2023"
    ),
    Figure(r"Of 10 people", (r"Of 10 people, 0 improved .* No one was compared",), "bloch-2012"),
    Figure(r"\b647 people", (r"10 trials with 647 people\. Only 3",), "cochrane-bipolar-2021"),
    Figure(r"quetiapine \(2005\)", (r"542 people", r"58 in 100 .* 36 in 100"), "calabrese-2005"),
    Figure(r"Social anxiety \(", (r"18 people", r"33 in 100 .* 0 in 100"), "taylor-2018"),
    Figure(r"TMS for OCD", (r"In 38 of 100 .* 11 of 100",), "fda-tms-ocd-2018"),
    Figure(r"60 people got", (r"2\.7 of 10 .* 5\.5 of 10", r"By week 12"), "sigtermans-2009"),
    # Thoughts of suicide
    Figure(
        r"15 trials",
        (r"15 trials with 572 people found fewer .* 4 to 72 hours\. After that .* no clear gain",),
        "witt-2020",
    ),
    Figure(
        r"\(46 of 73\)",
        (
            r"156 people\. After 3 days, 63 in 100 \(46 of 73\) .* 32 in 100 \(25 of 79\)\.",
            r"clear in bipolar disorder, not in depression\. After 6 weeks there was no clear",
        ),
        "abbar-2022",
    ),
    # Harm
    Figure(
        r"odd feelings for more than",
        (r"7 of 91 people had odd feelings for more than a day",),
        "ketect-2022",
    ),
    Figure(
        r"The longest was",
        (r"The longest was 11 days\. With electric treatment \(ECT\) it was 3 of 90",),
        "ketect-2022",
    ),
    Figure(r"serious harm\b", (r"14 of 91 .* 23 of 90|serious harm 14 and 23",), "ketect-2022"),
    Figure(
        r"(?:wear off|fade|passes) within about",
        (r"within about 2 hours",),
        "abdallah-2022",
    ),
    Figure(
        r"very high blood pressure, (?:heart problems, )?an allergic reaction",
        (
            # In full, or short where the page is about something else and leads to more.
            r"[Ss]lowed breathing, very high blood pressure, (?:heart problems, )?an allergic "
            r"reaction[. |]+(?:Use more than once a week can lead to dependence\. Long use can "
            r"harm the bladder and the liver\. (?:Ketamine|It) is a controlled medicine\. A course "
            r"is more often than once a week, but short\. How often dependence starts in clinics "
            r"like ours is not known\.|It can lead to dependence\. How often a course like ours "
            r"does is not known\. Long use can harm the bladder and the liver\.)",
        ),
        "ketamine-label",
    ),
    Figure(
        r"told of bladder problems",
        (
            r"27 studies",
            r"from 0 to about 25 in 100 people told of bladder problems\. "
            r"They were mild or moderate",
            r"only about 15 in 100 had a low risk of bias",
            r"the label warns of bladder harm with long use|The label warns of bladder harm",
        ),
        "bladder-review-2025",
    ),
    Figure(
        r"ore than once a week",
        (
            # Whatever says how often is too often says what a course is, in the next sentence.
            r"^(?:(?!ore than once a week).|ore than once a week(?:\.| can lead to dependence\. "
            r"Long use can harm the bladder and the liver\. (?:Ketamine|It) is a controlled "
            r"medicine\.) A course is more often than (?:that|once a week), but short\.)*$",
            r"How often dependence starts in clinics like ours is not known",
        ),
        "ketamine-label",
    ),
    Figure(
        r"bladder cases",
        (r"27 providers told of 3 bladder cases among 6,630 people",),
        "feifel-2020",
    ),
    # Blood pressure, age, birth and medicines
    Figure(
        r"very high blood pressure at least once",
        (r"17 of 138 people .*? in about 1 in 100 infusions",),
        "yale-bp-2024",
    ),
    Figure(
        r"kept their lithium or valproate",
        (r"18 people .*? 71 in 100 .*? with ketamine, and 6 in 100 with salt water",),
        "diazgranados-2010",
    ),
    Figure(
        r"of the mother's dose|1 in 100 of the mother",
        (r"less than 1 in 100 of the mother's dose",),
        "majdinasab-2023",
    ),
    Figure(
        r"364 mothers",
        (r"about 7 in 100 of them had depression\. With a placebo it was about 25 in 100",),
        "wang-2024",
    ),
    # Money
    Figure(
        r"cost about \d+ in 100 a year",
        (r"about 27 in 100 a year in interest\. A usual card cost about 16",),
        "cfpb-2023",
    ),
    Figure(
        r"clinics asked about",
        (r"Not our price: in New York in 2022, clinics asked about \$500 to \$1,000 a session",),
        "prices-press",
    ),
    Figure(
        r"dispute the bill",
        (
            r"\$400 or more above it, you can dispute the bill\. You have 120 days from the bill, "
            r"and it costs \$25",
        ),
        "good-faith-estimate",
    ),
    Figure(
        r"must give you an estimate|right to a written estimate", (r"estimate",), "estimate-duty"
    ),
    Figure(r"closed its clinics", (r"In March 2023 .* in 9 states",), "stat-2023"),
    Figure(r"HSA and FSA are", (r"accounts for health costs",), "irs-969"),
    # What it is
    Figure(r"first made in", (r"first made in 1962",), "ketamine-history"),
    Figure(r"approved (?:it )?in \d{4} as an", (r"in 1970 as an",), "ketamine-label"),
    Figure(r"FDA has warned twice", (r"In 2022 it was about nasal spray",), "fda-2022"),
    Figure(r"FDA has warned twice", (r"In 2023 it was about use for mental health",), "fda-2023"),
    Figure(r"ASKP3", (r"into a vein at home", r"\b2021\b"), "askp3"),
    Figure(r"ASKP3", (r"by mouth at home|By mouth at home", r"\b2024\b"), "askp3-2024"),
    Figure(r"\d+ to \d+ minutes", (r"40 to 60 minutes",), ""),
]


def text_of(path: Path) -> str:
    """What visitors read, in one line and without the marks of Markdown."""
    front, body = first_edition.read(path)
    words = re.sub(r"\*\*|^- |^:::+.*?(?= |$)", "", body, flags=re.MULTILINE)
    return " ".join(f"{front['title']} {front['summary']} {words}".split())


TEXTS = {path: text_of(path) for path in FILES}


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.about)
def test_a_figure_says_the_same_wherever_it_stands(figure: Figure) -> None:
    found = {path: text for path, text in TEXTS.items() if re.search(figure.about, text)}
    assert found, "nothing speaks of it any more: take it out of the table"
    wrong = [
        (path.stem, part)
        for path, text in found.items()
        for part in figure.says
        if not re.search(part, text)
    ]
    assert wrong == []


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: f"{figure.about} {figure.source}")
def test_whatever_says_a_figure_cites_its_source(figure: Figure) -> None:
    uncited = [
        path.stem
        for path, text in TEXTS.items()
        if figure.source
        and re.search(figure.about, text)
        and figure.source not in first_edition.read(path)[0]["sources"]
    ]
    assert uncited == []


def test_every_number_that_stands_in_two_places_is_in_the_table() -> None:
    places: dict[str, set[str]] = defaultdict(set)
    untold: dict[str, set[str]] = defaultdict(set)
    for path, text in TEXTS.items():
        told = [
            match.span()
            for figure in FIGURES
            if re.search(figure.about, text)
            for part in (*figure.says, figure.about)
            for match in re.finditer(part, text)
        ]
        for number in NUMBER.finditer(text):
            places[number[0]].add(path.stem)
            if not any(start <= number.start() < end for start, end in told):
                untold[number[0]].add(path.stem)
    again = {number: stems for number, stems in untold.items() if len(places[number]) > 1}
    assert again == {}
