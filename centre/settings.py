"""Settings: one file; what differs between machines is an environment variable, read strictly.

A value that cannot be read stops the start and is named. Production is what you get without
DEBUG=on; it then refuses what would be unsafe, one line each (centre/checks.py).
"""

import shlex
from pathlib import Path

import bootstrap
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from centre import languages
from centre.environment import StrictEnv

BASE_DIR = Path(__file__).resolve().parent.parent
env = StrictEnv()

DEBUG = env.bool("DEBUG", False)
# Without DEBUG an absent key is refused at the start, by name (centre/checks.py).
SECRET_KEY = env.str("SECRET_KEY", "development-only-key" if DEBUG else "absent")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.site_url("SITE_URL", "http://127.0.0.1:8000")
MAINTENANCE = env.bool("MAINTENANCE", False)

INSTALLED_APPS = [
    "centre.apps.CentreConfig",
    "recruitment.apps.RecruitmentConfig",
    "centre.apps.CohortAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "auditlog",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_countries",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    # Without "rest_framework": its app brings pages and files of its own, and we show neither.
    "drf_spectacular",
    "csp",
]
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "centre.web.middleware.Health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "centre.web.middleware.Guard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "centre.accounts.ages.Ages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
    "centre.accounts.middleware.Place",
]
ROOT_URLCONF = "centre.urls"
WSGI_APPLICATION = "centre.wsgi.application"
ASGI_APPLICATION = "centre.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "centre.web.folding.FoldingLoader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "centre.web.context.shell",
                "centre.web.toast.toast",
                "recruitment.tasks.counted.counted",
            ],
        },
    }
]

# SQLite file by default; the same variable names a PostgreSQL server.
DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'cohort.sqlite3'}")}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = {
        # IMMEDIATE: a writer queues at BEGIN instead of failing at its first write.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # The cache is each connection's own, so a worker of four threads holds four of them.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-4000; PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    _database["CONN_HEALTH_CHECKS"] = True
# Not ATOMIC_REQUESTS: under IMMEDIATE every read would wait for writers.
_database["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in limits must hold across workers, with no cache server: the database keeps the count.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cohort_cache",
        # Above it a third is dropped, and with it somebody's failed tries.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # What only this process needs again, under a key that tells whether it still holds.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# Seconds between a page and the work that nobody waits for (centre/web/afterwards.py).
AFTERWARDS_PAUSE = 1

# Work outside the request waits in the same database, for `manage.py worker` (centre/web/jobs.py).
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# The API: JSON alone, opened by a token alone (recruitment/api).
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["recruitment.api.access.Bearer"],
    "DEFAULT_PERMISSION_CLASSES": [
        "recruitment.api.access.SignedByToken",
        "recruitment.api.access.Allowed",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["recruitment.api.parsers.BoundedJSON"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "recruitment.api.problems.answer",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Cohort",
    "VERSION": "1",
    "DESCRIPTION": "Candidates, applications and their moves, seats and progress of one centre.",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
    "ENUM_NAME_OVERRIDES": {
        "StageKind": "recruitment.pipeline.kinds.StageKind.choices",
        "ApplicationStatus": "recruitment.pipeline.kinds.Status.choices",
        "StepKind": "recruitment.pipeline.kinds.StepKind.choices",
        "OpeningStatus": "recruitment.api.shapes.OPENING_STATUS",
        "ImportState": "recruitment.api.shapes.IMPORT_STATE",
        "EndedBy": "recruitment.pipeline.kinds.Party.choices",
        "DegreeLevel": "recruitment.api.shapes.DEGREE_LEVEL",
        "FileScan": "recruitment.api.shapes.FILE_SCAN",
        "OfferState": "recruitment.offers.kinds.State.choices",
        "OfferPay": "recruitment.offers.kinds.Pay.choices",
        "LetterLanguage": "recruitment.offers.kinds.Language.choices",
        "ConditionKind": "recruitment.offers.kinds.ConditionKind.choices",
        "ConditionGate": "recruitment.offers.kinds.Gate.choices",
        "ConditionState": "recruitment.offers.kinds.Progress.choices",
        "WhoPays": "recruitment.api.offer_views.WHO_PAYS",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "recruitment.api.schema.with_refusals",
    ],
}

# Accounts: by e-mail, made by staff, never by signing up.
AUTH_USER_MODEL = "centre.User"
AUTHENTICATION_BACKENDS = ["centre.accounts.backend.StaffBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "centre.accounts.adapter.StaffOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Nobody is written to because somebody typed their address here.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {
    "login": "centre.accounts.forms.SignInForm",
    "change_password": "centre.accounts.forms.ChangePasswordForm",
    "set_password": "centre.accounts.forms.SetPasswordForm",
    "reset_password": "centre.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "centre.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "centre.accounts.forms.ReauthenticateForm",
}
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key,50/15m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)

EMAIL_CONFIG = env.email_url(
    "EMAIL_URL", f"filemail://{BASE_DIR / 'sent-mail'}" if DEBUG else "smtp://localhost:25"
)
vars().update(EMAIL_CONFIG)
if folder := EMAIL_CONFIG.get("EMAIL_FILE_PATH"):
    EMAIL_FILE_PATH = f"/{folder}"  # environ takes the first stroke off, as if it were a host's
# A worker waits that long for each answer of the mail server; pages never do.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "cohort@localhost")
# Where answers come to, read by the worker; none is read without (recruitment/messages/mailbox.py).
MAILBOX_URL = env.str("MAILBOX_URL", "")

LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "centre/locale"]
LANGUAGES = languages.with_words(LOCALE_PATHS)
TIME_ZONE = "Asia/Hong_Kong"
USE_I18N = USE_TZ = True
COUNTRIES_OVERRIDE = {
    "CN": _("Mainland China"),
    "HK": _("Hong Kong"),
    "MO": _("Macao"),
    "TW": _("Taiwan"),
    "KR": _("South Korea"),
}

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
# Bootstrap's dist files, as its package ships them.
STATICFILES_DIRS = [("bootstrap", Path(next(iter(bootstrap.__path__))))]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Files people gave us: a private folder or bucket, which no address leads to.
    "documents": env.files_url("FILES_URL", f"file://{BASE_DIR / 'files'}"),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "centre.web.storage.ModuleAwareStorage"
    },
}

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False
FORM_RENDERER = "centre.web.widgets.Renderer"

# Nothing inline, nothing from elsewhere; data: is for Bootstrap's built-in icons.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "centre.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "centre.web.errors.csrf_failure"
HTTPS = env.bool("HTTPS", not DEBUG)
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # The __Host- prefix ties the cookie to this host, this path and TLS.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    if ALLAUTH_TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# In a signed cookie until the next page: what was just done costs no session.
MESSAGE_STORAGE = "centre.web.messages.OwnMessages"

# Told before a byte of it is read: one file, and a whole form with its files.
MOST_FILE = 20 * 1024 * 1024
MOST_UPLOAD = 64 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# Looks at each file before anybody opens it (recruitment/documents/scanning.py); empty for none.
SCAN_COMMAND = shlex.split(env.str("SCAN_COMMAND", ""))
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# The audit log keeps edits; moves have their own append-only history (StageTransition).
AUDITLOG_INCLUDE_ALL_MODELS = False
AUDITLOG_TWO_STEP_MIGRATION = False
AUDITLOG_DISABLE_REMOTE_ADDR = False
# Names, not numbers: a log is read by people, also when the row is gone.
AUDITLOG_USE_FK_STRING_REPRESENTATION = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"masked": {"()": "centre.web.masking.Masked"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["masked"]}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # They tell each rule of a style sheet that paper has no use for, and each part of a font.
    "loggers": {name: {"level": "ERROR"} for name in ("weasyprint", "fontTools")},
}
