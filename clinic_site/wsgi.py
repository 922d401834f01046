"""The door: what gunicorn serves."""

import os
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from clinic_site.page_cache import PageCache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_site.settings")

uncached: WSGIApplication = get_wsgi_application()
application = uncached if settings.DEBUG else PageCache(uncached)
