"""A page of the treatment guide leads to the one before and the one after it, if there is one."""

import pytest

from pages.models import Layout, Page, PageRevision
from pages.views import guide


@pytest.mark.django_db
def test_the_guide_has_two_ends() -> None:
    topics = [
        Page.objects.create(slug=slug, layout=Layout.TOPIC, order=number)
        for number, slug in enumerate(("first", "second", "third", "draft"))
    ]
    for topic in topics:
        PageRevision.objects.create(document=topic, title=topic.slug, summary="x")
        if topic.slug != "draft":
            topic.revisions.get().publish()

    def beside(topic: Page) -> list[str | None]:
        found = guide(topic)
        assert [one.slug for one in found.topics] == ["first", "second", "third"]
        return [one.slug if one else None for one in (found.before, found.after)]

    assert beside(topics[0]) == [None, "second"]
    assert beside(topics[1]) == ["first", "third"]
    assert beside(topics[2]) == ["second", None]
    assert beside(topics[3]) == [None, None]
