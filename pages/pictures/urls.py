"""The addresses of pictures: the same in every language."""

from django.urls import path, register_converter

from pages.pictures import views


class AddressConverter:
    """What a picture is called in its addresses."""

    regex = "[A-Za-z0-9_-]{16}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(AddressConverter, "picture")

app_name = "pictures"
urlpatterns = [path("<picture:address>-<int:width>.webp", views.copy, name="copy")]
