"""Names the addresses of a model's staff pages: the one way to do so."""

from django.db.models import Model
from django.urls import reverse

from pages.languages import DEFAULT


def changelist(model: type[Model]) -> str:
    """Where staff find all of them."""
    return view(model, "changelist")


def change(instance: Model, language: str = DEFAULT) -> str:
    """Where staff see this one, and change it if they may: what is written in this language."""
    return view(type(instance), "change", instance.pk) + asking_for(language)


def asking_for(language: str) -> str:
    """What such an address says after its path to speak of what is written in this language."""
    return "" if language == DEFAULT else f"?language={language}"


def view(model: type[Model], page: str, *keys: int | str) -> str:
    """Any other staff page of a model; ``keys`` are the parts of its address."""
    return reverse(f"admin:{url_name(model, page)}", args=keys)


def url_name(model: type[Model], page: str) -> str:
    """What the address of a staff page is called, as Django's admin calls its own."""
    return f"{model._meta.app_label}_{model._meta.model_name}_{page}"


def bin_page() -> str:
    """Where staff find what was thrown away."""
    return reverse("admin:bin")
