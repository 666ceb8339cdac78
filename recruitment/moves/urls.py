"""Addresses of this capability."""

from django.urls import path

from recruitment.moves import tell_views, views

urlpatterns = [
    path("applications/<int:pk>/move/", views.application_move, name="application-move"),
    path("applications/<int:pk>/tell/", tell_views.application_tell, name="application-tell"),
    path("applications/<int:pk>/close/", views.application_close, name="application-close"),
    path("applications/<int:pk>/reopen/", views.application_reopen, name="application-reopen"),
    path("applications/<int:pk>/correct/", views.application_correct, name="application-correct"),
    path("applications/<int:pk>/undo/", views.application_undo, name="application-undo"),
    path("applications/<int:pk>/assign/", views.application_assign, name="application-assign"),
]
