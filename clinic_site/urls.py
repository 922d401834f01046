"""The map of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("staff/", admin.site.urls),
    path("questions/", include("faq.urls")),
    path("contact/", include("contact.urls")),
    path("", include("pages.urls")),
]
