"""Cuts the two fonts down to the characters the site writes: English, Spanish, marks, arrows.

Run it in a folder where ``npm install @fontsource-variable/atkinson-hyperlegible-next
@fontsource-variable/brygada-1918`` has been run; it writes into static/fonts/.
"""

from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

Axes = dict[str, float | tuple[float, float]]

FOLDER = Path(__file__).parent.parent / "static/fonts"
PACKAGES = Path("node_modules/@fontsource-variable")
CHARACTERS = {*range(0x20, 0x7F), *map(ord, "áéíóúüñÁÉÍÓÚÜÑ¿¡ª°·×½–—‘’“”•…→←↗✓€ ©®")}
FONTS: dict[str, tuple[str, Axes]] = {
    "atkinson.woff2": ("atkinson-hyperlegible-next", {"wght": (400, 700)}),
    "brygada.woff2": ("brygada-1918", {"wght": 560}),
}


def cut(name: str, package: str, axes: Axes) -> None:
    """Write one font with these weights and our characters."""
    source = PACKAGES / package / "files" / f"{package}-latin-wght-normal.woff2"
    font = TTFont(source)
    options = Options()
    options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"]
    options.hinting = False
    options.flavor = "woff2"
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    font = instantiateVariableFont(font, axes)
    font.flavor = "woff2"
    font.save(FOLDER / name)


if __name__ == "__main__":
    for name, (package, axes) in FONTS.items():
        cut(name, package, axes)
