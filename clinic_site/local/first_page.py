"""Says where the site is once its first page has come: until then there is nothing to open."""

import time
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread
from urllib.parse import urlsplit

from django.conf import settings

from clinic_site.setup.talk import say

#: In seconds: after that somebody wants to know that it still goes on.
PATIENCE = 30


def tell_when_it_comes(words: str) -> Event:
    """Say these words then, or in one line why not. The event is set when the site has answered."""
    answered = Event()
    Thread(target=_tell, args=(words, answered), daemon=True).start()
    return answered


def _tell(words: str, answered: Event) -> None:
    status = _wait_for_status()
    answered.set()
    if status < 400:
        say(words, to=1)
    else:
        say(f"The site runs, but its first page fails ({status}). The lines above say why.")


def _wait_for_status() -> int:
    """The status of the first page. If the web server ends instead, this one is ended too."""
    while True:
        try:
            return _status()
        except TimeoutError:
            say(f"The site has not answered for {PATIENCE} seconds. Waiting on.")
        except (OSError, HTTPException):
            time.sleep(0.2)


def _status() -> int:
    # The port is open already: the call waits there until a worker takes it.
    connection = HTTPConnection("127.0.0.1", settings.SITE_PORT or 80, timeout=PATIENCE)
    try:
        connection.request("GET", "/", headers={"Host": urlsplit(settings.SITE_URL).netloc})
        return connection.getresponse().status
    finally:
        connection.close()
