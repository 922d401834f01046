"""The staff site."""

from django.contrib import admin


class StaffSite(admin.AdminSite):
    site_header = "BrainStim staff"
    site_title = "BrainStim staff"
    index_title = "Today"
