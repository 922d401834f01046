"""Turns the drawings of the sample clinic into pictures as staff would upload them.

Run it after a drawing in ``drawing/sample/`` changed: ``.venv/bin/python drawing/sample.py``
"""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import ViewportSize, sync_playwright

ROOT = Path(__file__).parent.parent
DRAWINGS = ROOT / "drawing" / "sample"
PICTURES = ROOT / "pages" / "content" / "demo" / "pictures"


def main() -> None:
    """One picture for each drawing, as wide as it says."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport=ViewportSize(width=1400, height=1200))
        for file in sorted(DRAWINGS.glob("*.svg")):
            page.set_content(file.read_text("utf-8"))
            drawn = Image.open(BytesIO(page.locator("svg").screenshot()))
            drawn.convert("RGB").save(PICTURES / f"{file.stem}.webp", lossless=True, method=6)
        browser.close()


if __name__ == "__main__":
    main()
