"""Addresses of this capability."""

from django.urls import path

from recruitment.placements import views

urlpatterns = [
    path("placements/", views.placements, name="placements"),
    path("placements/plan/<int:pk>/", views.placement_plan, name="placement-plan"),
    path("enrolments/<int:pk>/placements/add/", views.placement_add, name="placement-add"),
    path("placements/<int:pk>/edit/", views.placement_edit, name="placement-edit"),
    path("placements/<int:pk>/delete/", views.placement_delete, name="placement-delete"),
]
