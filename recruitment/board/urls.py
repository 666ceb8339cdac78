"""Addresses of this capability."""

from django.urls import path

from recruitment.board import views

urlpatterns = [
    path("board/", views.board, name="board"),
]
