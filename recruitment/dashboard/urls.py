"""Addresses of this capability."""

from django.urls import path

from recruitment.dashboard import views

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
]
