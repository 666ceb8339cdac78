"""The product's settings as in production, on this machine, with the floor beside the pages."""

import os
from pathlib import Path

FOLDER = Path(os.environ["BENCH_FOLDER"])
os.environ |= {
    "SECRET_KEY": "only-for-measuring-only-for-measuring-only-for-measuring",
    "ALLOWED_HOSTS": "127.0.0.1",
    "HTTPS": "off",
    "EMAIL_URL": "dummymail://",
}
os.environ.pop("DEBUG", None)

from centre.settings import *  # noqa: E402, F403
from centre.settings import LOGGING, MIDDLEWARE  # noqa: E402

ROOT_URLCONF = "tests.bench.urls"
STATIC_ROOT = FOLDER / "static"
MIDDLEWARE = ["tests.bench.meter.Meter", *MIDDLEWARE]
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": "ERROR"}}
