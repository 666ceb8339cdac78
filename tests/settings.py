"""The settings tests run with: those of a development machine, with quick passwords."""

import os

os.environ["DEBUG"] = "on"
# Browser tests run Django's server beside Playwright's own event loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from centre.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# There is no collected folder to look for.
WHITENOISE_AUTOREFRESH = True
STORAGES = {**STORAGES, "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}  # noqa: F405
# A job runs where it is asked for; tests/house/test_jobs.py starts workers.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# What is left for after an answer is done before the test goes on.
AFTERWARDS_PAUSE = 0
