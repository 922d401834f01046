"""Addresses of the pages. The last one takes any single word, so it must stay last."""

from django.urls import path

from pages import views
from pages.sheets import views as sheets

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("treatment/", views.treatment, name="treatment"),
    path("treatment/<slug:slug>/", views.topic, name="topic"),
    path("conditions/<slug:slug>/", views.condition, name="condition"),
    path("team/", views.team, name="team"),
    path("find-us/", views.find_us, name="find_us"),
    path("prices/", views.prices, name="prices"),
    path("prices/what-it-may-cost/", sheets.what_it_may_cost, name="what_it_may_cost"),
    path("treatment-day/", sheets.treatment_day, name="treatment_day"),
    path("how-to-start/", views.how_to_start, name="how_to_start"),
    path("help-now/", views.help_now, {"slug": views.HELP_NOW}, name="help_now"),
    path("<slug:slug>/", views.plain, name="plain"),
]
