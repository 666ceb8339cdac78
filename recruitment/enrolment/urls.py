"""Addresses of this capability."""

from django.urls import path

from recruitment.enrolment import destination_views, views

urlpatterns = [
    path("researchers/", views.researchers, name="researchers"),
    path("researchers/<int:pk>/", views.researcher, name="researcher"),
    path(
        "researchers/<int:pk>/destinations/add/",
        destination_views.destination_add,
        name="destination-add",
    ),
    path(
        "destinations/<int:pk>/edit/", destination_views.destination_edit, name="destination-edit"
    ),
    path(
        "destinations/<int:pk>/delete/",
        destination_views.destination_delete,
        name="destination-delete",
    ),
    path("enrolments/<int:pk>/edit/", views.enrolment_edit, name="enrolment-edit"),
    path("enrolments/<int:pk>/return/", views.enrolment_return, name="enrolment-return"),
]
