"""Addresses of this capability."""

from django.urls import path

from recruitment.seats import views

urlpatterns = [
    path("openings/", views.openings, name="openings"),
    path("openings/seats/", views.seats, name="seats"),
    path("openings/add/", views.opening_add, name="opening-add"),
    path("openings/<int:pk>/", views.opening, name="opening"),
    path("openings/<int:pk>/close/", views.opening_close, name="opening-close"),
    path("openings/<int:pk>/reopen/", views.opening_reopen, name="opening-reopen"),
    path("intakes/add/", views.intake_add, name="intake-add"),
    path("intakes/<int:pk>/", views.intake, name="intake"),
    path("intakes/<int:pk>/retire/", views.intake_retire, name="intake-retire"),
    path("intakes/<int:pk>/edit/", views.intake_edit, name="intake-edit"),
]
