"""Addresses of this capability."""

from django.urls import path

from recruitment.tasks import views

urlpatterns = [
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/count/", views.tasks_count, name="tasks-count"),
    path("tasks/colleagues/<int:pk>/", views.colleagues_of, name="colleagues"),
    path("tasks/add/", views.task_add, name="task-add"),
    path("tasks/<int:pk>/", views.task_edit, name="task-edit"),
    path("tasks/<int:pk>/<slug:verb>/", views.task_do, name="task-do"),
]
