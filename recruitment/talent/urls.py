"""Addresses of this capability."""

from django.urls import path

from recruitment.talent import views

urlpatterns = [
    path("talent-flow/", views.talent_flow, name="talent-flow"),
]
