"""Environment variables, read strictly: one that cannot be read stops the start, by its name."""

import sys
from typing import Any, NoReturn
from urllib.parse import parse_qsl, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

UNREADABLE = (ValueError, KeyError, TypeError, ImproperlyConfigured)
DATABASES = ("sqlite", "postgres", "postgresql")
TRUE, FALSE = ("on", "true", "yes", "1"), ("off", "false", "no", "0")


def stop(text: str) -> NoReturn:
    """One line and the exit code on which gunicorn gives up, instead of starting workers anew."""
    sys.stderr.write(f"cohort: {text}\n")
    raise SystemExit(3)


class StrictEnv(environ.Env):
    """Values that may hold a secret are named, not shown."""

    def bool(self, var: str, default: Any = environ.Env.NOTSET) -> bool:
        text = self.str(var, "").strip().lower()
        if not text and default is not self.NOTSET:
            return default
        if text not in TRUE + FALSE:
            stop(f"{var}={text} is neither on nor off. Write on or off.")
        return text in TRUE

    def int(self, var: str, default: Any = environ.Env.NOTSET) -> int:
        try:
            return super().int(var, default)
        except ValueError:
            stop(f"{var}={self.str(var)} is not a whole number.")

    def db_url(self, var: str, default: Any = environ.Env.NOTSET, engine: Any = None) -> dict:
        hint = f"{var} cannot be read. Write sqlite:////path/to/file or postgres://user@host/name."
        if self.str(var, default).partition("://")[0] not in DATABASES:
            stop(hint)
        try:
            return super().db_url(var, default, engine)
        except UNREADABLE:
            stop(hint)

    def email_url(self, var: str, default: Any = environ.Env.NOTSET, backend: Any = None) -> dict:
        try:
            return super().email_url(var, default, backend)
        except UNREADABLE:
            stop(f"{var} cannot be read. Write smtp://user:password@host:25 or consolemail://.")

    def files_url(self, var: str, default: str) -> dict[str, Any]:
        """The store of files as Django's STORAGES has it: a folder of this machine, or a bucket."""
        hint = (
            f"{var} cannot be read. Write file:///path/to/folder, or "
            "s3://key:secret@bucket?endpoint=https://host&region=name."
        )
        try:
            parts = urlsplit(self.str(var, default))
            asked = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
        except ValueError:
            stop(hint)
        if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
            options = {
                "location": unquote(parts.path),
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            }
            return {
                "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options,
            }  # fmt: skip
        if parts.scheme != "s3" or not parts.hostname or set(asked) - {"endpoint", "region"}:
            stop(hint)
        from botocore.config import Config  # here: who keeps files in a folder never loads it

        options = {
            "bucket_name": parts.netloc.rpartition("@")[2],
            "access_key": parts.username and unquote(parts.username),
            "secret_key": parts.password and unquote(parts.password),
            "endpoint_url": asked.get("endpoint"),
            "region_name": asked.get("region"),
            "location": parts.path.strip("/"),
            "default_acl": None,  # the bucket's own: private
            "file_overwrite": False,
            "querystring_auth": True,
            # Somebody waits for the answer: by itself the library tries for minutes.
            "client_config": Config(
                connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 2}
            ),
        }
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}

    def site_url(self, var: str, default: str) -> str:
        """Scheme and host of this site, without a slash at the end."""
        parts = urlsplit(url := self.str(var, default))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            stop(f"{var}={url} is not an address. Write https://cohort.example.org.")
        return url.rstrip("/")
