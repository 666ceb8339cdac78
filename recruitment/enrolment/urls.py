"""Addresses of this capability."""

from django.urls import path

from recruitment.enrolment import career_views, destination_views, views

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
    path("enrolments/<int:pk>/steps/add/", career_views.career_step_add, name="career-step-add"),
    path(
        "career-steps/<int:pk>/take-back/",
        career_views.career_step_take_back,
        name="career-step-take-back",
    ),
    path(
        "enrolments/<int:pk>/supervisors/add/",
        career_views.supervision_add,
        name="supervision-add",
    ),
    path("supervisions/<int:pk>/edit/", career_views.supervision_edit, name="supervision-edit"),
    path(
        "supervisions/<int:pk>/delete/",
        career_views.supervision_delete,
        name="supervision-delete",
    ),
]
