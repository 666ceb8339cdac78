"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from centre.checks import refuse_unsafe_start
from centre.loaded import keep_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "centre.settings")
refuse_unsafe_start()
application = get_wsgi_application()
keep_loaded()
