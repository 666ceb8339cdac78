"""Addresses of this capability."""

from django.urls import path

from recruitment.talent import place_views, views

urlpatterns = [
    path("talent-flow/", views.talent_flow, name="talent-flow"),
    path("talent-flow/places/", place_views.places, name="flow-places"),
    path("talent-flow/places/<int:pk>/", place_views.place, name="flow-place"),
]
