"""A link that staff write into words reaches who it names, and nobody beside them."""

import pytest
from django.core.exceptions import ValidationError

from pages.markup.links import check_links


@pytest.mark.parametrize("query", ["bcc=x@evil.example", "subject=Hi&BCC=x", "cc=", "to=x"])
def test_a_mail_link_names_nobody_else(query: str) -> None:
    with pytest.raises(ValidationError, match="writes to others too"):
        check_links(f"[Write](mailto:desk@clinic.example?{query})")


@pytest.mark.parametrize(
    "link", ["mailto:desk@clinic.example?subject=Records", "tel:+12025550142", "sms:988?&body=HOME"]
)
def test_other_links_of_a_telephone_are_left_alone(link: str) -> None:
    check_links(f"[Write]({link})")
