"""Addresses of this capability."""

from django.urls import path

from recruitment.placeholder import page

urlpatterns = [
    path("openings/", page, name="openings"),
    path("openings/<int:pk>/", page, name="opening"),
    path("intakes/<int:pk>/", page, name="intake"),
]
