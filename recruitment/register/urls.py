"""Addresses of this capability: the list, and one person."""

from recruitment.register.list_urls import urlpatterns as listing
from recruitment.register.person_urls import urlpatterns as person

urlpatterns = [*listing, *person]
