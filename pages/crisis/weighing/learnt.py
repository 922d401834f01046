"""What is learnt from the labelled examples, each with weights of its own."""

from enum import StrEnum


class Learnt(StrEnum):
    """A question about a text that its words answer together."""

    #: Is someone in danger?
    DANGER = "danger"
    #: If so, is an answer due beside help?
    ASKS = "asks"
