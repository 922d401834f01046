"""The door: what gunicorn serves."""

import os
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_site.settings")

uncached: WSGIApplication = get_wsgi_application()

# Only now: it leads to models, which need Django to be ready.
from clinic_site.page_cache import PageCache  # noqa: E402

application = uncached if settings.DEBUG else PageCache(uncached)
