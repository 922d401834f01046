"""Telephone numbers as people type them and as telephones want them."""

import phonenumbers


def dialable(phone: str) -> str:
    """The number in E.164 form (+12025550142), or empty if nobody could call it.

    A number without a country code is read as one of the United States.
    """
    try:
        number = phonenumbers.parse(phone, "US")
    except phonenumbers.NumberParseException:
        return ""
    # A number that only works within its own area is no number to call back.
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible != phonenumbers.ValidationResult.IS_POSSIBLE:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
