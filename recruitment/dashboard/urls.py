"""Addresses of the forecast; the dashboard itself stands in recruitment/urls.py."""

from django.urls import path

from recruitment.dashboard import forecast_views as views

urlpatterns = [
    path("forecast/", views.forecast_page, name="forecast"),
    path("forecast.json", views.forecast_json, name="forecast-json"),
]
