"""Every page is a place of its own kind, and each place has a drawing."""

from pathlib import Path

import pytest
from django.conf import settings

from pages import scenes
from pages.scenes import scene_at
from tests.visit import Visit

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def test_every_scene_is_drawn_and_every_drawing_is_a_scene() -> None:
    used = {scene.template for scene in vars(scenes).values() if isinstance(scene, scenes.Scene)}
    drawn = {str(file.relative_to(TEMPLATES)) for file in TEMPLATES.glob("components/scenes/*")}
    assert used == drawn


@pytest.mark.parametrize(
    ("path", "scene"),
    [
        ("/", scenes.ROOM),
        ("/es/", scenes.ROOM),
        ("/treatment/", scenes.CHAIR),
        ("/treatment/research/", scenes.BOARD),
        ("/es/treatment/research/", scenes.BOARD),
        ("/treatment/something-new/", scenes.CHAIR),
        ("/questions/cost/what-does-it-cost/", scenes.TABLE),
        ("/questions/safety/i-am-in-crisis/", scenes.NIGHT),
        ("/contact/", scenes.LETTERBOX),
        ("/privacy/", scenes.PAPERS),
    ],
)
def test_a_page_is_where_its_address_says(path: str, scene: scenes.Scene) -> None:
    assert scene_at(path) == scene


@pytest.mark.django_db
def test_no_page_is_without_its_drawing(visits: dict[str, Visit]) -> None:
    def drawings(visit: Visit) -> int:
        return sum(one.get("class") in ("room", "scene") for one in visit.page.tags("svg"))

    helps = {
        path for path, v in visits.items() if v.page.tags("section", "aside") and not drawings(v)
    }
    # Whom to call stands alone where someone may be in danger.
    assert all("?q=" in path for path in helps)


@pytest.mark.django_db
def test_there_is_more_than_one_place_for_each_kind_of_page(visits: dict[str, Visit]) -> None:
    for kind in ("/treatment/", "/questions/"):
        assert len({scene_at(path) for path in visits if path.startswith(kind)}) > 3
