"""Draws social.png, the picture that shared links show, from the room of the front page.

Run it after the room or a colour changed: ``.venv/bin/python drawing/social.py``
"""

from pathlib import Path

from django.conf import settings
from django.template import Context, Engine
from playwright.sync_api import ViewportSize, sync_playwright

from clinic_site.stylesheets import SHEETS, SITE

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "static"
ROOM = "components/drawings/room.html"
SIZE = ViewportSize(width=1200, height=630)
PAGE = """
{styles}
<style>
  :root {{ color-scheme: only light; }}
  body {{ background: var(--wall); margin: 0; overflow: hidden; }}
  .room {{ height: 530px; left: 478px; overflow: visible; position: absolute; top: 100px;
    width: 720px; }}
  .name {{ align-items: center; display: flex; gap: 18px; left: 60px; position: absolute; top: 84px;
    font: 66px Brygada; color: var(--ink); }}
  .name svg {{ height: 60px; width: 60px; }}
  p {{ font: 34px/1.35 Atkinson; left: 64px; margin: 0; position: absolute; top: 196px; }}
</style>
<div class="name">{mark}BrainStim</div>
<p>Plain facts about<br>ketamine infusions</p>
{room}
"""


def draw() -> None:
    """Write static/social.png."""
    settings.configure()
    room = Engine([str(ROOT / "templates")]).get_template(ROOM).render(Context())
    file = STATIC / "social.html"
    styles = "".join(f'<link rel="stylesheet" href="{part}">' for part in SHEETS[SITE])
    mark = (STATIC / "icon.svg").read_text("utf-8")
    file.write_text(PAGE.format(room=room, mark=mark, styles=styles), "utf-8")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport=SIZE)
            page.goto(file.as_uri())
            page.evaluate("document.fonts.ready")
            page.screenshot(path=STATIC / "social.png")
            browser.close()
    finally:
        file.unlink()


if __name__ == "__main__":
    draw()
