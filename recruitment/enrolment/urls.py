"""Addresses of this capability."""

from django.urls import path

from recruitment.enrolment import views

urlpatterns = [
    path("researchers/", views.researchers, name="researchers"),
    path("researchers/<int:pk>/", views.researcher, name="researcher"),
    path("enrolments/<int:pk>/edit/", views.enrolment_edit, name="enrolment-edit"),
    path("enrolments/<int:pk>/return/", views.enrolment_return, name="enrolment-return"),
]
