"""Settings of the site: everything that differs from place to place comes from the environment.

`consortia serve` sets these variables from its options; docs/reference/settings.md lists them.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from platformdirs import user_data_path

from consortia.config.database import database_from
from consortia.config.secrets import receipt_seed_in, secret_key_in

PACKAGE = Path(__file__).resolve().parent.parent
DATA_FOLDER = Path(os.environ.get("CONSORTIA_DATA") or user_data_path("consortia")).resolve()
DATA_FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
CALL_FOLDERS = [Path(folder) for folder in os.environ.get("CONSORTIA_CALLS", "").split(os.pathsep) if folder]

DEBUG = os.environ.get("CONSORTIA_DEBUG") == "1"
DEMO = os.environ.get("CONSORTIA_DEMO") == "1"
# Named, not imported: the portals stand below the demo world.
DEMO_ACCOUNTS = "consortia.demo.ACCOUNTS" if DEMO else ""
SITE_ADDRESS = os.environ.get("CONSORTIA_ADDRESS", "http://127.0.0.1:8000")
SECRET_KEY = os.environ.get("CONSORTIA_SECRET_KEY") or secret_key_in(DATA_FOLDER)
RECEIPT_SEED = receipt_seed_in(DATA_FOLDER)
ALLOWED_HOSTS = [
    host for host in os.environ.get("CONSORTIA_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",") if host
]
# The address people type is one the site answers to.
ALLOWED_HOSTS.append(urlsplit(SITE_ADDRESS).hostname or "localhost")
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS] if SITE_ADDRESS.startswith("https://") else []

INSTALLED_APPS = [
    "consortia.stages.journal",
    "consortia.stages.letters",
    "consortia.stages.people",
    "consortia.stages.organisations",
    "consortia.stages.agencies",
    "consortia.stages.calls",
    "consortia.stages.past_projects",
    "consortia.stages.partnering",
    "consortia.stages.ideas",
    "consortia.stages.applications",
    "consortia.stages.screening",
    "consortia.stages.experts",
    "consortia.stages.assessments",
    "consortia.stages.selection",
    "consortia.portals.shared",
    "consortia.portals.public",
    "consortia.portals.applicant",
    "consortia.portals.agency",
    "consortia.portals.expert",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "consortia.portals.shared.reader.ReaderMiddleware",
]

ROOT_URLCONF = "consortia.config.urls"
WSGI_APPLICATION = "consortia.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "consortia.portals.shared.context.site",
            ],
        },
    },
]
FORM_RENDERER = "consortia.portals.shared.forms.HouseRenderer"

DATABASES = {"default": database_from(os.environ.get("DATABASE_URL", ""), folder=DATA_FOLDER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["consortia.stages.people.signing_in.PersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "consortia.stages.people.passwords.SimilarityValidator"},
    {"NAME": "consortia.stages.people.passwords.LengthValidator"},
    {"NAME": "consortia.stages.people.passwords.CommonValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "applicant:home"
ACCOUNT_ADAPTER = "consortia.portals.public.accounts.LetterAdapter"
ACCOUNT_FORMS = {
    "add_email": "consortia.portals.public.accounts.AddAddressForm",
    "change_password": "consortia.portals.public.accounts.ChangePasswordForm",
    "login": "consortia.portals.public.accounts.SignInForm",
    "reset_password": "consortia.portals.public.accounts.ForgottenPasswordForm",
    "reset_password_from_key": "consortia.portals.public.accounts.NewPasswordForm",
    "signup": "consortia.portals.public.accounts.SignUpForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {} if os.environ.get("CONSORTIA_LOAD_TEST") == "1" else {"login_failed": "10/m/ip,5/5m/key"}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = DATA_FOLDER / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
USE_I18N = True
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

# Letters wait in the outbox table; with CONSORTIA_MAIL (smtp://user:password@host:587?tls=1) the worker sends them.
MAIL = urlsplit(os.environ.get("CONSORTIA_MAIL", ""))
MAIL_CONFIGURED = MAIL.scheme in {"smtp", "smtps"}
DEFAULT_FROM_EMAIL = os.environ.get("CONSORTIA_MAIL_FROM", "consortia@localhost")
if MAIL_CONFIGURED:
    EMAIL_HOST = MAIL.hostname or "localhost"
    EMAIL_PORT = MAIL.port or 25
    EMAIL_HOST_USER = unquote(MAIL.username or "")
    EMAIL_HOST_PASSWORD = unquote(MAIL.password or "")
    EMAIL_USE_SSL = MAIL.scheme == "smtps"
    EMAIL_USE_TLS = dict(parse_qsl(MAIL.query)).get("tls") == "1"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": False}}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "consortia.stages.people.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_ADDRESS.startswith("https://")
# A person who writes at night must not lose the session over a long weekend.
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"expected-refusals": {"()": "consortia.config.logs.ExpectedRefusals"}},
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"filters": ["expected-refusals"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
