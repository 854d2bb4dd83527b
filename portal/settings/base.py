"""What every environment shares; the contract's variables come from `environment`."""

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal.lanes import Limits
from portal.settings.database import databases
from portal.settings.environment import (  # noqa: F401 - settings of the contract are read from here
    BASE_DIR,
    BASE_HOST,
    DATABASE_URL,
    ELASTICSEARCH_URL,
    EMAIL_URL,
    PORT,
    PORTAL_BASE_URL,
    PORTAL_DATA,
    PORTAL_DEMO,
    PORTAL_PREFIX,
    PORTAL_TODAY,
    PORTAL_TRUSTED_PROXIES,
    env,
)

DEBUG = False
ALLOWED_HOSTS = [BASE_HOST, "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PORTAL_BASE_URL]

INSTALLED_APPS = [
    "complaints",
    "search",
    "publicity",
    "policies_cms",
    "county",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "portal.apps.StaffUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "portal.apps.PortalConfig",
]

MIDDLEWARE = [
    "portal.middleware.CutOffMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.AdminPolicy",
    "portal.middleware.AdminOnlySessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "county.second_factor.middleware.RequireSecondFactor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "policies_cms.middleware.Refusals",
    "complaints.middleware.CaseKeyMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "county.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["county.hashers.QueuedArgon2PasswordHasher"]
# Whoever waits for Argon2 keeps a thread: of those that the server has, two compute and one stays for public pages.
ARGON2_WAITING = max(env.int("WEB_THREADS", default=4) - 3, 1)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "county.context.portal",
            ],
        },
    }
]

DATABASES = databases(DATABASE_URL, PORTAL_DATA)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Django's 300 entries would be pushed out by a few hundred readers, and with them limits and used captchas.
CACHE_OPTIONS = {"MAX_ENTRIES": 5_000}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "portal",
        "OPTIONS": CACHE_OPTIONS,
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "wagtail"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = f"{PORTAL_PREFIX}/static/"
STATIC_ROOT = PORTAL_DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = f"{PORTAL_PREFIX}/media/"
MEDIA_ROOT = PORTAL_DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Sessions exist for staff only: the cookies are scoped to the admin's path, so no public page can carry one.
ADMIN_PATH = f"{PORTAL_PREFIX}/admin/"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = ADMIN_PATH
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PORTAL_BASE_URL.startswith("https://")
LOGIN_URL = f"{ADMIN_PATH}login/"

SECURE_CONTENT_TYPE_NOSNIFF = True
# `no-referrer` would break form checks; `same-origin` tells other sites nothing.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}

# An upload is never written to a plain temporary file: what does not fit in memory is refused.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Places for those who send, so that those who read always find a thread; docs/decisions/0035-overload.md.
LANES = Limits()
CSRF_FAILURE_VIEW = "portal.views.forbidden"

# A code from a telephone after the password; off in the demo only (county.E001 refuses a production without).
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=not PORTAL_DEMO)
OTP_TOTP_ISSUER = "阳光低保"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
# Counts per user name only: no address is kept, neither of staff nor of anyone who tries the door.
AXES_LOCKOUT_PARAMETERS = ["username"]
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # axes would rather count by address
AXES_CLIENT_IP_CALLABLE = "portal.middleware.no_address"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True

EMAIL_CONFIG = env.email_url_config(EMAIL_URL)
globals().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = f"portal@{BASE_HOST}"

WAGTAIL_SITE_NAME = "阳光低保"
WAGTAILADMIN_BASE_URL = PORTAL_BASE_URL
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = False
# A page behind a password would need a cookie of its reader.
WAGTAIL_PRIVATE_PAGE_OPTIONS = WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILADMIN_USER_LOGIN_FORM = "complaints.login.StaffLoginForm"
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend"}}
WAGTAILDOCS_EXTENSIONS = ["csv", "doc", "docx", "pdf", "txt", "xls", "xlsx", "zip"]
# What is public is exchanged by an approved version of its page only.
WAGTAILDOCS_DOCUMENT_FORM_BASE = "policies_cms.forms.files.DocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "policies_cms.forms.files.ImageForm"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"frames": {"()": "portal.logs.FramesOnly", "format": "%(asctime)s %(levelname)s %(message)s"}},
    "filters": {
        "faults": {"()": "portal.logs.FaultsOnly"},
        "senders": {"()": "portal.logs.OfSenders"},
        "others": {"()": "portal.logs.OfSenders", "senders": False},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler"},
        # Not an empty list: for a logger that has no handler at all, Python itself writes to standard error.
        "nowhere": {"class": "logging.NullHandler"},
        "frames": {"class": "logging.StreamHandler", "formatter": "frames", "filters": ["faults", "others"]},
        "by_day": {"class": "portal.logs.DayFile", "filters": ["faults", "senders"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Requests are never logged as lines: an address may carry a reader's trace. Of a fault, the frames alone.
        "django.request": {"handlers": ["frames", "by_day"], "level": "ERROR", "propagate": False},
        "django.server": {"handlers": ["nowhere"], "propagate": False},
        "django.security": {"handlers": ["nowhere"], "propagate": False},
        "axes": {"handlers": ["nowhere"], "propagate": False},
        # What the decoders say of a sender's photo or paper would tell the second in which it came.
        "PIL": {"handlers": ["nowhere"], "propagate": False},
        "pikepdf": {"handlers": ["nowhere"], "propagate": False},
    },
}
