"""The course figure shows and says the same number of sessions."""

import pytest

from pages.templatetags.figures import course


@pytest.mark.parametrize(("sessions", "dots"), [("3 3 0", 6), ("2 2 2", 6), ("1", 1), ("", 0)])
def test_there_is_a_dot_for_each_session(sessions: str, dots: int) -> None:
    assert len(course(sessions).dots) == dots


def test_the_label_says_what_the_dots_show() -> None:
    assert course("3 3 0").in_words == (
        "Sessions: three in week 1, three in week 2, none in week 3. "
        "Later: follow-up sessions only if needed."
    )


def test_dots_stay_inside_their_week_and_apart() -> None:
    dots = course("7 7 7").dots
    assert dots == sorted(set(dots))
    assert all(number // 7 == x // 160 for number, x in enumerate(dots))
