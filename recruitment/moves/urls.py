"""Addresses of this capability."""

from django.urls import path

from recruitment.placeholder import page

urlpatterns = [
    path("applications/<int:pk>/", page, name="application"),
    path("applications/<int:pk>/move/", page, name="application-move"),
    path("applications/<int:pk>/close/", page, name="application-close"),
    path("applications/<int:pk>/reopen/", page, name="application-reopen"),
    path("applications/<int:pk>/correct/", page, name="application-correct"),
    path("applications/<int:pk>/undo/", page, name="application-undo"),
    path("applications/<int:pk>/assign/", page, name="application-assign"),
]
