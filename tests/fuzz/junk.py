"""What people, browsers and programs put into an address or a field, and nobody thought of."""

from urllib.parse import quote_from_bytes

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

#: ``make fuzz`` looks for longer, and elsewhere each time.
_IS_LONG = settings.get_current_profile_name() == "long"

tried = settings(
    max_examples=3_000 if _IS_LONG else 40,
    derandomize=not _IS_LONG,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

#: Values that broke something somewhere.
_KNOWN = [
    "",
    "0",
    "-1",
    "1.5",
    "1e400",
    "NaN",
    "99999999999999999999999999",
    "2147483648",
    "9223372036854775808",
    "9999-12-31",
    "9999-12-31T23:59",
    "0001-01-01",
    "0001-01-01T00:00",
    "2026-02-30",
    "2026-11-01T01:30",
    "24:00",
    "12/31/9999",
    "٣",
    "²",
    "None",
    "True",
    "{}",
    "[]",
    "%",
    "%zz",
    "../../etc/passwd",
    "//evil.example/",
    "\\\\evil.example",
    "javascript:alert(1)",
    "\u200b",
    "\u202e",
    "\u2019",
    "\U0001f600",
    "\ud800",
    "\x00",
    "\r\nSet-Cookie: a=b",
    "'\"><b>",
    "(a+)+$",
    "a" * 5_000,
]
texts = st.one_of(
    st.sampled_from(_KNOWN),
    st.integers().map(str),
    st.dates().map(str),
    st.datetimes().map(lambda moment: moment.isoformat()[:16]),
    st.text(max_size=20),
)


def escaped(text: str) -> str:
    """The text as it stands in an address; halves of a character as their three bytes."""
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


#: Any bytes, as a program may send them.
bytes_of_an_address = st.binary(max_size=12).map(lambda some: quote_from_bytes(some, safe=""))
