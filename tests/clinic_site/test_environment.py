"""Each reader of a setting takes what .env.example says, and refuses the rest by its name."""

import time
from pathlib import Path

import pytest

from clinic_site import environment as env
from tests.clinic_site.one_setting import NAME, Set, refusal


@pytest.mark.parametrize(("value", "read"), [("", 7), ("  ", 7), ("3", 3), (" 9 ", 9), ("5", 5)])
def test_a_number_may_be_either_bound_or_left_out(set_to: Set, value: str, read: int) -> None:
    assert env.number(NAME, 7, least=3, most=9) == 7
    set_to(value)
    assert env.number(NAME, 7, least=3, most=9) == read


@pytest.mark.parametrize(
    "value",
    [
        *("2", "10", "-3", "4.5", "many", "0x5", "+5", "5_0", "5e0", "5 # five", "inf", "\u0665"),
        "9" * 5000,
    ],
)
def test_a_number_beyond_its_bounds_is_refused_with_both(set_to: Set, value: str) -> None:
    set_to(value)
    told = refusal(lambda: env.number(NAME, 7, least=3, most=9))
    assert told.startswith(f"{NAME} (from .env) must be a number from 3 to 9.")


def test_a_number_without_bounds_is_never_below_zero_or_absurd(set_to: Set) -> None:
    set_to("0")
    assert env.number(NAME, 7) == 0
    set_to("1000000000")
    assert env.number(NAME, 7) == 10**9
    for value in ("-1", "1000000001"):
        set_to(value)
        assert "from 0 to 1000000000" in refusal(lambda: env.number(NAME, 7))


@pytest.mark.parametrize("default", [True, False])
def test_yes_or_no_is_what_is_said_or_else_the_default(set_to: Set, default: bool) -> None:
    for value, read in (("", default), (" ", default), ("1", True), ("0", False)):
        set_to(value)
        assert env.yes_or_no(NAME, default) is read
    for yes, no in (("yes", "no"), ("On", " off "), ("TRUE", "False"), ("y", "N")):
        for value, read in ((yes, True), (no, False)):
            set_to(value)
            assert env.yes_or_no(NAME, default) is read
    for value in ("perhaps", "2", "-1", "1.0", "1 # yes"):
        set_to(value)
        told = refusal(lambda: env.yes_or_no(NAME, default))
        assert f"{NAME} (from .env) must be 1 or 0." in told


def test_one_of_takes_each_choice_and_the_first_if_nothing_is_said(set_to: Set) -> None:
    for value, read in (("", "red"), (" ", "red"), ("red", "red"), ("blue", "blue")):
        set_to(value)
        assert env.one_of(NAME, "red", "green", "blue") == read


@pytest.mark.parametrize("value", ["Red", "purple", "red,green"])
def test_one_of_refuses_another_word_and_names_the_choices(set_to: Set, value: str) -> None:
    set_to(value)
    told = refusal(lambda: env.one_of(NAME, "red", "green", "blue"))
    assert told.startswith(f"{NAME} (from .env) must be red, green or blue.")


@pytest.mark.parametrize("value", ["", " ", ",", " , "])
def test_an_empty_list_is_the_default(set_to: Set, value: str) -> None:
    set_to(value)
    assert env.texts(NAME, ["default"]) == ["default"]
    assert env.texts(NAME, []) == []


@pytest.mark.parametrize(
    ("value", "read"),
    [
        *(("one", ["one"]), ("one,two", ["one", "two"]), ("one,,two,", ["one", "two"])),
        *(("one;two;", ["one", "two"]), ("one\ntwo", ["one", "two"])),
    ],
)
def test_a_list_has_no_empty_entry(set_to: Set, value: str, read: list[str]) -> None:
    set_to(value)
    assert env.texts(NAME, ["default"]) == read


@pytest.mark.parametrize("value", ["one, two", " one ,two "])
def test_no_entry_of_a_list_has_blanks_around_it(set_to: Set, value: str) -> None:
    set_to(value)
    assert env.texts(NAME, []) == ["one", "two"]


def test_a_text_has_no_blanks_around_it_and_may_have_a_default(set_to: Set) -> None:
    assert env.text(NAME) == ""
    assert env.text(NAME, "default") == "default"
    set_to("  ")
    assert env.text(NAME, "default") == "default"
    set_to("  some words ")
    assert env.text(NAME, "default") == env.required(NAME) == "some words"


@pytest.mark.parametrize("value", ['"words"', "'words'", "\u201cwords\u201d"])
def test_quotes_that_something_left_around_a_value_are_refused(set_to: Set, value: str) -> None:
    set_to(value)
    told = refusal(lambda: env.text(NAME))
    assert told.startswith(f"{NAME} (from .env) has quotes around it: leave them out.")


@pytest.mark.parametrize("value", ["wo\x01rds", "wo\u200brds", "wo\u00a0rds", "wo\udc80rds"])
def test_what_nobody_can_see_in_a_value_is_refused(set_to: Set, value: str) -> None:
    set_to(value)
    told = refusal(lambda: env.text(NAME))
    assert told.startswith(f"{NAME} (from .env) has a sign in it that cannot be seen.")


def test_what_is_required_and_missing_is_named(set_to: Set) -> None:
    told = "A_SETTING is not set. .env.example says what it is for."
    assert refusal(lambda: env.required(NAME)) == told
    set_to("  ")
    assert refusal(lambda: env.required(NAME)) == told


def test_a_value_of_the_shell_is_named_as_such(
    set_to: Set, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_to("many")
    monkeypatch.setattr(env, "_shell", frozenset({NAME}))
    told = refusal(lambda: env.number(NAME, 7, most=9))
    rule = "must be a number from 0 to 9."
    assert told == f"{NAME} (from the shell) {rule} Without it there, .env counts: unset {NAME}"


def test_a_time_zone_is_one_that_this_machine_or_the_package_knows(
    set_to: Set, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock = time.tzset
    monkeypatch.setattr(time, "tzset", set_clock)
    assert env.time_zone(NAME, "America/New_York") == "America/New_York"
    set_to("Europe/Madrid")
    assert env.time_zone(NAME, "America/New_York") == "Europe/Madrid"
    for value in ("Europe/Nowhere", "../etc/passwd", "/etc/localtime", "Europe"):
        set_to(value)
        assert "must be a time zone" in refusal(lambda: env.time_zone(NAME, "UTC"))
    assert time.tzset is set_clock
    # A folder without it: Django would refuse what the package knows, where a clock can be set.
    monkeypatch.setattr(env, "_ZONES", tmp_path)
    set_to("Europe/Madrid")
    assert env.time_zone(NAME, "UTC") == "Europe/Madrid"
    assert not hasattr(time, "tzset")


def test_a_folder_is_made_once_and_what_hinders_it_is_said(tmp_path: Path) -> None:
    assert env.folder(tmp_path / "data").is_dir()
    assert env.folder(tmp_path / "data") == tmp_path / "data"
    (tmp_path / "file").touch()
    assert str(tmp_path / "file") in refusal(lambda: env.folder(tmp_path / "file" / "data"))


def test_no_database_address_means_the_file_whatever_its_name_holds(set_to: Set) -> None:
    expected = {"ENGINE": "django.db.backends.sqlite3", "NAME": "/a b%#/site.sqlite3"}
    assert env.database(NAME, Path("/a b%#/site.sqlite3")) == expected


def test_a_database_address_is_read_part_by_part(set_to: Set) -> None:
    set_to("postgres://ann:pass%23word@db.example.org:5433/site")
    found = env.database(NAME, Path("unused"))
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert [found[part] for part in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "site",
        "ann",
        "pass#word",
        "db.example.org",
        5433,
    ]


@pytest.mark.parametrize(
    "value",
    [
        *("sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite:////tmp/folder/"),
        *("sqlite:///a?mode=memory", "sqlite:///a%3Fmode=memory", "sqlite:///%3Amemory%3A"),
        *("postgres://me:secret@host", "postgres://me:secret@host:5432/"),
    ],
)
def test_a_database_that_keeps_nothing_is_refused(set_to: Set, value: str) -> None:
    set_to(value)
    told = refusal(lambda: env.database(NAME, Path("unused")))
    assert told.startswith(f"{NAME} (from .env) must ")
    assert "secret" not in told


def test_a_file_of_the_project_is_the_same_wherever_a_program_is_started(set_to: Set) -> None:
    set_to("sqlite:///var/site.sqlite3")
    found = env.database(NAME, Path("unused"))["NAME"]
    assert found == str(Path(__file__).parents[2] / "var/site.sqlite3")
    set_to("sqlite:////srv/site.sqlite3")
    assert env.database(NAME, Path("unused"))["NAME"] == "/srv/site.sqlite3"


@pytest.mark.parametrize("value", ["sqlite://var/secret.sqlite3", "sqlite://var/../../secret"])
def test_a_file_after_two_slashes_would_be_made_elsewhere(set_to: Set, value: str) -> None:
    set_to(value)
    told = refusal(lambda: env.database(NAME, Path("unused")))
    assert told.startswith(f"{NAME} (from .env) has two slashes after sqlite: where three")
    assert "secret" not in told


@pytest.mark.parametrize("value", ["mysql://ann:secret@h/site", "secret", "nothing://secret"])
def test_another_database_is_refused_without_its_password(set_to: Set, value: str) -> None:
    set_to(value)
    told = refusal(lambda: env.database(NAME, Path("unused")))
    assert f"{NAME} (from .env) must be empty, or like postgres://" in told
    assert "secret" not in told


def test_a_file_adds_only_what_nothing_says_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NAME, "of the shell")
    file = tmp_path / ".env"
    file.write_text(f"{NAME}=of the file\nANOTHER_SETTING=of the file\n")
    env.read(file)
    assert env.text(NAME) == "of the shell"
    assert env.text("ANOTHER_SETTING") == "of the file"
    env.read(tmp_path / "no such file")


def test_a_file_with_a_nul_in_it_is_named_with_the_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"DEBUG=0\nA_SETTING=a\0b\n")
    assert refusal(lambda: env.read(tmp_path / ".env")).startswith("Line 2 of .env has a sign")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    assert ".env" in refusal(lambda: env.read(tmp_path / ".env"))
    dangling = tmp_path / "dangling.env"
    dangling.symlink_to(tmp_path / "gone")
    assert "dangling.env" in refusal(lambda: env.read(dangling))
