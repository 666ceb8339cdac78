"""Addresses of this capability."""

from django.urls import path

from recruitment.placeholder import page

urlpatterns = [
    path("researchers/", page, name="researchers"),
    path("researchers/<int:pk>/", page, name="researcher"),
]
