"""Addresses, hosts and keys among the settings: mended where it is plain, else refused by name."""

import pytest

from clinic_site import environment as env
from tests.clinic_site.one_setting import NAME, Set, refusal


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("https://www.example.org", ("https://www.example.org", "www.example.org", None)),
        ("https://www.example.org/", ("https://www.example.org", "www.example.org", None)),
        (" http://127.0.0.1:8000// ", ("http://127.0.0.1:8000", "127.0.0.1", 8000)),
        ("http://[::1]:65535", ("http://[::1]:65535", "::1", 65535)),
    ],
)
def test_an_address_loses_the_slash_at_its_end(
    set_to: Set, value: str, read: tuple[str, str, int | None]
) -> None:
    set_to(value)
    assert env.address(NAME) == read


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("", "is not set."),
        ("www.example.org", "must be an address like https://www.example.org."),
        ("ftp://www.example.org", "must be an address like https://www.example.org."),
        ("https://", "must be an address like https://www.example.org."),
        ("https://www.example.org:65536", "must have a port from 1 to 65535, or none."),
        ("https://www.example.org:port", "must have a port from 1 to 65535, or none."),
        ("https://www.example.org:0", "must have a port from 1 to 65535, or none."),
    ],
)
def test_what_is_no_address_of_a_site_is_refused(set_to: Set, value: str, rule: str) -> None:
    set_to(value)
    assert rule in refusal(lambda: env.address(NAME))


@pytest.mark.parametrize(
    ("value", "read"),
    [
        *(("https://WWW.Example.ORG", "www.example.org"), ("HTTPS://a.org.:443/", "a.org")),
        ("https://cl\u00ednica.example", "xn--clnica-4va.example"),
    ],
)
def test_an_address_is_kept_as_browsers_send_it(set_to: Set, value: str, read: str) -> None:
    set_to(value)
    assert env.address(NAME) == (f"https://{read}", read, None)


@pytest.mark.parametrize(
    "value",
    [
        *(
            "https://www..org",
            "https://a.org,https://b.org",
            "https://*.example.org",
            "https://a b",
        ),
        *(
            "https://-a.org",
            "https://a.org;",
            "https://a.org, ",
            "https://me@a.org",
            "https://a_b.c",
        ),
    ],
)
def test_an_address_that_no_browser_could_open_is_refused(set_to: Set, value: str) -> None:
    set_to(value)
    assert refusal(lambda: env.address(NAME)).startswith(f"{NAME} (from .env) must ")


@pytest.mark.parametrize("value", ["desk@example.org", "Front desk <desk@example.org>"])
def test_a_mail_address_may_have_a_name(set_to: Set, value: str) -> None:
    assert env.mail_address(NAME, "other@example.org") == "other@example.org"
    set_to(value)
    assert env.mail_address(NAME, "other@example.org") == value


@pytest.mark.parametrize("value", ["desk", "@example.org", "desk@", "a@b@c", "Desk <desk>"])
def test_what_is_no_mail_address_is_refused(set_to: Set, value: str) -> None:
    set_to(value)
    told = refusal(lambda: env.mail_address(NAME, "other@example.org"))
    assert told.startswith(f"{NAME} (from .env) must be like Front desk <desk@example.org>.")


@pytest.mark.parametrize(
    "value",
    [
        *("a@b.example,c@d.example", "a@b.example, c@d.example,", ",a@b.example,,c@d.example"),
        *("a@b.example;c@d.example", "a@b.example ; c@d.example;", "a@b.example\nc@d.example"),
    ],
)
def test_mail_addresses_are_understood_as_people_list_them(set_to: Set, value: str) -> None:
    assert env.mail_addresses(NAME, ["other@example.org"]) == ["other@example.org"]
    set_to(value)
    assert env.mail_addresses(NAME, ["other@example.org"]) == ["a@b.example", "c@d.example"]


@pytest.mark.parametrize(
    "value",
    [
        *(",", ";", "a@b.example c@d.example", "mailto:a@b.example", "'a@b.example'"),
        *("a@b.example,\u200bc@d.example", f"{'a' * 250}@b.example", "a@b.example."),
        *(
            "a@b",
            "\u00e9@b.example",
            "a..b@c.example",
            ".a@b.example",
            "a@b..example",
            "a@-b.example",
        ),
    ],
)
def test_what_could_not_be_stored_or_mailed_is_refused_at_the_start(
    set_to: Set, value: str
) -> None:
    set_to(value)
    assert refusal(lambda: env.mail_addresses(NAME, [])).startswith(NAME)


KEY, OTHER = (
    "k3y-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG",
    "QUJD" * 3 + "0123456789" * 4 + "=",
)


@pytest.mark.parametrize("between", [",", ", ", " ,", ";", "\n", ",,"])
def test_no_key_has_what_stands_between_two(set_to: Set, between: str) -> None:
    set_to(f"{KEY}{between}{OTHER},")
    assert env.keys(NAME) == [KEY, OTHER]
    assert "must be one key" in refusal(lambda: env.key(NAME))
    set_to(KEY)
    assert env.key(NAME) == KEY
    set_to("")
    assert env.keys(NAME) == []


@pytest.mark.parametrize(
    "value", [f"{KEY},short", f"{KEY} {OTHER}", f"{KEY}\u00e9", f"{KEY},'{OTHER}'"]
)
def test_a_key_of_a_list_that_is_none_is_refused_and_not_repeated(set_to: Set, value: str) -> None:
    set_to(value)
    told = refusal(lambda: env.keys(NAME))
    assert told.startswith(f"{NAME} (from .env) ")
    assert KEY not in told


@pytest.mark.parametrize(
    ("value", "read"),
    [
        *(("a.org;b.org", ["a.org", "b.org"]), ("A.org,", ["a.org"]), ("a.org.", ["a.org"])),
        *(("cl\u00ednica.example", ["xn--clnica-4va.example"]), (".a.org", [".a.org"])),
        *(("[::1]", ["[::1]"]), ("10.0.0.1", ["10.0.0.1"])),
    ],
)
def test_hosts_are_named_as_browsers_send_them(set_to: Set, value: str, read: list[str]) -> None:
    set_to(value)
    assert env.hosts(NAME) == read


@pytest.mark.parametrize(
    "value", ["a..org", "a_b.org", "a b.org", "a.org/", "-a.org", "http://a.org"]
)
def test_what_is_no_host_is_refused(set_to: Set, value: str) -> None:
    set_to(value)
    assert refusal(lambda: env.hosts(NAME)).startswith(f"{NAME} (from .env) must be names of hosts")


@pytest.mark.parametrize(
    ("value", "read"),
    [("mail.example.org", "mail.example.org"), ("[::1]", "::1"), ("mail_server", "mail_server")],
)
def test_a_mail_host_is_one_that_can_be_looked_up(set_to: Set, value: str, read: str) -> None:
    set_to(value)
    assert env.mail_host(NAME) == read


@pytest.mark.parametrize(
    "value", ["mail.a.org,", "mail.a.org;", "me@mail.a.org", "mail a.org", "a..org"]
)
def test_what_is_no_mail_host_is_refused(set_to: Set, value: str) -> None:
    set_to(value)
    assert refusal(lambda: env.mail_host(NAME)).startswith(f"{NAME} (from .env) must be the name")
