"""The one settings file: everything comes from the environment, with defaults that are safe.

Without DATABASE_URL, REDIS_URL and CELERY_BROKER_URL the desk runs embedded: SQLite, an in-memory channel layer
and a worker inside the web process. With them it runs on PostgreSQL and Redis on any number of machines.
"""

import sys
from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from helpdesk import env

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR", default="var", meaning="Folder of the database (embedded mode), uploads and model files; relative to the project."))
if not DATA_DIR.is_absolute():
    DATA_DIR = BASE_DIR / DATA_DIR

DEBUG = env.flag("DEBUG", default=False, meaning="Shows errors in full, the mailbox page and the style guide. Never in production.")
DEMO = env.flag("DEMO", default=False, meaning="Shows the demo sign-ins on the sign-in page. Set by `make run` with the demo desk.")
DEMO_QUESTIONS = env.number("DEMO_QUESTIONS", default=320, meaning="How many questions the demo desk is filled with.")
SECRET_KEY = env.text("SECRET_KEY", meaning="Signs sessions, links and model files. At least 50 random characters; required when DEBUG is off.")
if not SECRET_KEY:
    if not DEBUG:
        sys.exit("SECRET_KEY is not set: give the environment a SECRET_KEY of at least 50 random characters (or DEBUG=1 to try the desk out).")
    SECRET_KEY = "for-trying-out-only-" + "x" * 40

SITE_URL = env.text("SITE_URL", default="http://127.0.0.1:8000", meaning="Address citizens reach the desk at; used in the links of mails.").rstrip("/")
DESK_NAME = env.text("DESK_NAME", default="Helpdesk", meaning="Name of the desk, shown in the header and in mails.")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default="127.0.0.1,localhost", meaning="Host names the desk answers to.")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", meaning="Origins (https://name) allowed to post when a proxy changes the host.")
TRUSTED_PROXIES = env.number(
    "TRUSTED_PROXIES", default=0, meaning="How many proxies of yours stand before the desk; the citizen's address is read that far back in X-Forwarded-For."
)
BEHIND_HTTPS = env.flag("BEHIND_HTTPS", default=not DEBUG, meaning="Cookies only over HTTPS, HSTS, and trust X-Forwarded-Proto of your proxy.")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "channels",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_linear_migrations",
    "helpdesk.people",
    "helpdesk.answers",
    "inbox",
]
if not DEBUG and "pytest" not in sys.modules:
    INSTALLED_APPS.remove("django_linear_migrations")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "helpdesk.readable.readable_forms",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "helpdesk.people.language.readers_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "helpdesk.urls"
ASGI_APPLICATION = "helpdesk.asgi.application"
WSGI_APPLICATION = "helpdesk.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["helpdesk.icons"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "helpdesk.context.desk",
            ],
        },
    }
]

DATABASE_URL = env.text("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'desk.sqlite3'}", meaning="Database: SQLite for trying out, PostgreSQL for a desk.")
if DATABASE_URL.startswith("sqlite"):
    env.KNOWN["DATABASE_URL"] = env.Setting("DATABASE_URL", "text", "SQLite in DATA_DIR", env.KNOWN["DATABASE_URL"].meaning)
DATABASES: dict[str, Any] = {"default": {**dj_database_url.parse(DATABASE_URL)}}
IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
DATA_DIR.mkdir(parents=True, exist_ok=True)
if IS_SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; PRAGMA cache_size=-32000;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = False

REDIS_URL = env.text("REDIS_URL", meaning="Redis for live updates, rate limits and the cache; empty: in memory, one process only.")
if REDIS_URL:
    # Redis publishes past its numbered databases: two desks beside each other would hear each other without a prefix.
    _layer = {"hosts": [REDIS_URL], "prefix": f"desk{REDIS_URL.rpartition('/')[2]}"}
    CHANNEL_LAYERS: dict[str, Any] = {"default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": _layer}}
    CACHES: dict[str, Any] = {"default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": REDIS_URL, "OPTIONS": {"IGNORE_EXCEPTIONS": True}}}
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CACHES["local"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "local"}

CELERY_BROKER_URL = env.text(
    "CELERY_BROKER_URL", default="memory://", meaning="Broker of the worker, Redis or RabbitMQ; `memory://` runs the worker inside the web process."
)
IS_EMBEDDED = CELERY_BROKER_URL == "memory://"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {"login": "helpdesk.people.forms.SignInForm"}
ACCOUNT_ADAPTER = "helpdesk.people.adapter.DeskAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

LANGUAGE_CODE = "en"
LANGUAGES = [("nl", _("Dutch")), ("fr", _("French")), ("de", _("German")), ("en", _("English"))]
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True
FORMAT_MODULE_PATH = "helpdesk.formats"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "attachments"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
ATTACHMENTS_MAX = 5
ATTACHMENT_MAX_BYTES = 10 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

EMAIL_HOST = env.text("EMAIL_HOST", meaning="SMTP server for outgoing mail; empty with DEBUG: mails go to the mailbox page /dev/mail.")
EMAIL_PORT = env.number("EMAIL_PORT", default=587, meaning="Port of the SMTP server.")
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", meaning="User at the SMTP server.")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", meaning="Password at the SMTP server.")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=True, meaning="STARTTLS with the SMTP server.")
EMAIL_TIMEOUT = 30
EMAIL_BACKEND = env.text("EMAIL_BACKEND", default="inbox.channels.mail.CarefulBackend", meaning="Django mail backend: SMTP, or one of django-anymail's.")
if DEBUG and not EMAIL_HOST:
    EMAIL_BACKEND = "inbox.channels.email.devmail.MailboxBackend"
EMAIL_FILE_PATH = DATA_DIR / "mailbox"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", default="helpdesk@helpdesk.example", meaning="Sender of the desk's mails.")
REPLY_DOMAIN = env.text("REPLY_DOMAIN", default="helpdesk.example", meaning="Domain of reply addresses and Message-IDs.")

SECRETS_KEYS = env.words("SECRETS_KEYS", meaning="Phrases that encrypt the accounts' secrets; the first one encrypts, all decrypt. Empty: SECRET_KEY.")

CHANNELS_OFF = env.words("CHANNELS_OFF", default="x", meaning="Kinds of channels that are not offered for connecting; X asks for money.")

WIDGET_SITES = env.words("WIDGET_SITES", meaning="Origins (https://name) whose pages may show the widget with search and form.")

BEHIND_DAYS = env.number("BEHIND_DAYS", default=14, meaning="Days a translation may be behind its source text before it is no longer suggested.")
FLAG_DAYS = env.number("FLAG_DAYS", default=7, meaning="Days an answer whose source changed or whose review date passed is still suggested unchecked.")
SOURCE_HOSTS = env.words("SOURCE_HOSTS", meaning="Hosts whose pages are looked at every night when an answer names them as its source; empty: none.")

CLASSIFIER_MODEL = DATA_DIR / "model.npz"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["inbox.api.tokens.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["inbox.api.tokens.HasScope"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.CursorPagination",
    "PAGE_SIZE": 50,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Helpdesk API",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": False, "persistAuthorization": False},
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
if BEHIND_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"kombu.connection": {"level": "ERROR"}, "django": {"handlers": [], "propagate": True}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", default="WARNING", meaning="Least level of the log on standard error.")},
}
