"""Learns from the labelled examples how much each word weighs for danger, and writes it down."""

from itertools import product

from django.core.management.base import BaseCommand

from pages.crisis.labels import Language
from pages.crisis.weighing.examples import Examples
from pages.crisis.weighing.fitting import fit
from pages.crisis.weighing.learnt import Learnt
from pages.crisis.weighing.weights import Weights, file_of


class Command(BaseCommand):
    """``manage.py weigh_danger``."""

    help = "Weighs words for danger anew, after the examples in pages/crisis/examples/ changed."

    def handle(self, **_options: object) -> None:
        """Write the weights of each language, under the fingerprint of its examples."""
        for language, question in product(Language, Learnt):
            examples = Examples.of(language, question)
            weights = Weights.of(fit(examples.texts, examples.answers))
            lines = [
                f"# Made by manage.py weigh_danger of {examples.fingerprint}",
                *weights.lines(),
            ]
            text = "".join(f"{line}\n" for line in lines)
            file_of(language, question).write_text(text, encoding="utf-8")
            self.stdout.write(
                f"{question} {language} {len(examples.texts)} examples, {len(lines) - 1} weights"
            )
