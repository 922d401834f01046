"""Who enters what the clinic says about itself."""

import pytest
from django.contrib.auth.models import Group, User

from clinic_site.staff import roles
from tests.colleagues import Editor


@pytest.fixture
def ed() -> Editor:
    """An editor, with the rights of one and no more."""
    roles.create()
    editor = Editor()
    editor.user = User.objects.create_user("ed", is_staff=True, first_name="Ed")
    editor.user.groups.add(Group.objects.get(name="Editor"))
    editor.force_login(editor.user)
    return editor
