"""Addresses beside the API: its page in the help, and the calendar behind a private link."""

from django.urls import path

from recruitment.api import calendar, help

urlpatterns = [
    path("help/api/", help.api_help, name="api-help"),
    path("calendar/<slug:secret>.ics", calendar.calendar, name="calendar"),
]
