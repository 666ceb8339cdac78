"""Stands in for pages under construction; goes when the last one is there."""

from django.shortcuts import render


def page(request, **kwargs):
    return render(request, "help.html")
