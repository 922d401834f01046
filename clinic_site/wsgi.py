"""The door: what gunicorn serves."""

import gc
import os
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_site.settings")
# All that is read now stays: to look for garbage in it again and again took a third of the start.
gc.disable()

_django = get_wsgi_application()

# These stand on models, which are there only now.
from clinic_site.databases import silence  # noqa: E402
from clinic_site.front.editions import Editions, version_file  # noqa: E402
from clinic_site.front.page_cache import PageCache  # noqa: E402
from clinic_site.front.whole_bodies import WholeBodies  # noqa: E402
from clinic_site.refusals import Refusals  # noqa: E402
from pages import crisis  # noqa: E402

silence.limit()
uncached: WSGIApplication = WholeBodies(Refusals(_django))
# Rules and weights are read at the first reading: nobody who may be in danger waits for that.
crisis.read("nobody waits for this, nadie espera por esto")
gc.freeze()
gc.enable()
application = uncached if settings.DEBUG else PageCache(uncached, Editions(version_file()))
