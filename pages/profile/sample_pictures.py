"""Puts the drawn pictures of the sample clinic where staff would upload them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from pages.pictures import header, studio
from pages.pictures.models import Picture, PictureUpload


def load(folder: Path) -> None:
    """Add the pictures that are not there yet, ready to be shown."""
    list_of_them = folder / "pictures.toml"
    listed = tomllib.loads(list_of_them.read_text("utf-8")) if list_of_them.exists() else {}
    for key, fields in listed.items():
        if not Picture.objects.filter(key=key).exists():
            _add(folder / f"{key}.webp", fields)


def _add(file: Path, fields: dict[str, Any]) -> None:
    """Raises ValidationError for a picture that would not be taken from staff either."""
    picture, data = Picture(key=file.stem, **fields), file.read_bytes()
    try:
        header.check(data)
        picture.full_clean()
    except (header.RefusedError, ValidationError) as error:
        raise ValidationError(f"{file.name}: {error}") from error
    picture.save()
    PictureUpload.objects.create(picture=picture, data=data)
    studio.make_ready(picture)
    picture.refresh_from_db()
    if not picture.is_ready:
        raise ValidationError(f"{file.name}: {picture.reason}")
