"""Django's settings. What differs between machines is an environment value: JAWDA_… or DATABASE_URL…."""

from __future__ import annotations

import os
import secrets
import zoneinfo
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from jawda.site.database.logins import VARIABLES, Login
from jawda.site.mail_settings import mail_settings
from jawda.site.values import count, devices, identity_domain, time_stamps, webhooks

PACKAGE = Path(__file__).resolve().parent.parent
JAWDA_DATA = Path(os.environ.get("JAWDA_DATA", "var")).absolute()
JAWDA_BUILD = Path(os.environ.get("JAWDA_BUILD", JAWDA_DATA / "build")).absolute()
DEMO = os.environ.get("JAWDA_DEMO") == "1"
DEBUG = False

# laws move clocks (Morocco's in 2026) and a system's own table may be years old: the installed package's alone counts
zoneinfo.reset_tzpath(to=())
zoneinfo.ZoneInfo.clear_cache()


def _secret_key() -> str:
    """From the environment; else made once and kept in the data folder, readable by us alone."""
    given = os.environ.get("JAWDA_SECRET_KEY")
    if given:
        return given
    file = JAWDA_DATA / "secret-key"
    try:
        return file.read_text()
    except FileNotFoundError:
        JAWDA_DATA.mkdir(parents=True, exist_ok=True)
        made = secrets.token_urlsafe(50)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as stream:
            stream.write(made)
        return made


def database_of(login: Login) -> dict[str, object]:
    """Django's form of a libpq URL; an empty one where the command needs no database."""
    parts = conninfo_to_dict(os.environ.get(VARIABLES[login], ""))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "jawda"),
        "USER": parts.pop("user", login),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": dict(parts),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("JAWDA_SECRET_KEY_FORMER", "").split(",") if key]
ALLOWED_HOSTS = os.environ.get("JAWDA_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
BASE_URL = os.environ.get("JAWDA_URL", "http://localhost:8000")
IDENTITY_DOMAIN = identity_domain(BASE_URL, os.environ.get("JAWDA_IDENTITY_DOMAIN", ""))
CONTACT = os.environ.get("JAWDA_CONTACT", "")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "jawda.site.form_expired.form_expired"
BEHIND_PROXY = BASE_URL.startswith("https://")
DATABASES = {"default": database_of(Login(os.environ.get("JAWDA_LOGIN", Login.APP)))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "procrastinate.contrib.django",
    "jawda.foundation.ui",
    "jawda.foundation.tenancy",
    "jawda.foundation.accounts",
    "jawda.foundation.audit",
    "jawda.foundation.files",
    "jawda.foundation.search",
    "jawda.foundation.notices",
    "jawda.foundation.api",
    "jawda.foundation.webhooks",
    "jawda.foundation.retention",
    "jawda.foundation.erasure",
    "jawda.apps.organisations",
    "jawda.apps.ecosystems",
    "jawda.apps.referentials",
    "jawda.apps.recognition",
    "jawda.apps.diagnostics",
    "jawda.apps.product_quality",
    "jawda.apps.actions",
    "jawda.site.apps.SiteConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "jawda.site.health.HealthMiddleware",
    "jawda.site.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jawda.site.headers.SecurityHeadersMiddleware",
    "jawda.site.whole_requests.WholeRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "jawda.site.addresses.AddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jawda.foundation.api.limits.LimitMiddleware",
    "jawda.foundation.tenancy.middleware.TransactionMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "jawda.foundation.accounts.middleware.SessionActivityMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "jawda.site.urls"
WSGI_APPLICATION = "jawda.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jawda.site.frame.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "jawda.foundation.ui.templatetags.ui",
            ],
        },
    }
]
FORM_RENDERER = "jawda.foundation.ui.forms.Renderer"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("ar", _("Arabic")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "site" / "locale"]
TIME_ZONE = "Africa/Casablanca"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = JAWDA_BUILD / "collected"
STATICFILES_DIRS = [JAWDA_BUILD / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SIGN_IN_PATH = "/compte/"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/accueil/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "jawda.foundation.accounts.profile.NameForm"
ACCOUNT_FORMS = {
    "login": "jawda.foundation.accounts.forms.SignInForm",
    "signup": "jawda.foundation.accounts.forms.SignUpForm",
    "add_email": "jawda.foundation.accounts.forms.AddAddressForm",
    "change_password": "jawda.foundation.accounts.forms.ChangePasswordForm",
    "set_password": "jawda.foundation.accounts.forms.SetPasswordForm",
    "reset_password": "jawda.foundation.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "jawda.foundation.accounts.forms.NewPasswordForm",
    "request_login_code": "jawda.foundation.accounts.forms.AskForLinkForm",
    "confirm_login_code": "jawda.foundation.accounts.forms.SignInCodeForm",
    "confirm_email_verification_code": "jawda.foundation.accounts.forms.AddressCodeForm",
    "reauthenticate": "jawda.foundation.accounts.forms.PasswordAgainForm",
}
ACCOUNT_ADAPTER = "jawda.foundation.accounts.adapter.Adapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 3
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = True
PASSWORD_RESET_TIMEOUT = 3600
ALLAUTH_TRUSTED_PROXY_COUNT = count(os.environ, "JAWDA_PROXIES", 1 if BEHIND_PROXY else 0)
MFA_ADAPTER = "jawda.foundation.accounts.adapter.FactorAdapter"
MFA_FORMS = {
    "authenticate": "jawda.foundation.accounts.forms.SecondFactorForm",
    "reauthenticate": "jawda.foundation.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "jawda.foundation.accounts.forms.ActivateAppForm",
    "add_webauthn": "jawda.foundation.accounts.forms.AddPasskeyForm",
    "login_webauthn": "jawda.foundation.accounts.forms.PasskeySignInForm",
    "authenticate_webauthn": "jawda.foundation.accounts.forms.PasskeyStepForm",
    "reauthenticate_webauthn": "jawda.foundation.accounts.forms.PasskeyAgainForm",
    "edit_webauthn": "jawda.foundation.accounts.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith("http://localhost")
MFA_TOTP_ISSUER = "Jawda"
MFA_TOTP_TOLERANCE = 1

# Limits on tries are counted here, by all processes. A full table is culled, which would forget tries: hence the room.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "KEY_FUNCTION": "jawda.foundation.accounts.throttling.hashed_key",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
globals().update(mail_settings(os.environ).for_django())

SESSION_COOKIE_AGE = 8 * 3600
SESSION_LONGEST_AGE = 7 * 86400
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BEHIND_PROXY
LANGUAGE_COOKIE_AGE = 365 * 86400
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_HANDLERS = [
    "jawda.foundation.files.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILES_FOLDER = JAWDA_DATA / "files"
EXPORTS_FOLDER = JAWDA_DATA / "exports"
ERASURES_FOLDER = JAWDA_DATA / "erasures"
FILES_QUOTA = 1_000_000 * count(os.environ, "JAWDA_FILES_MEGABYTES", 1000)
API_REQUESTS_BY_TOKEN = count(os.environ, "JAWDA_API_BY_TOKEN", 300)
API_REQUESTS_BY_ADDRESS = count(os.environ, "JAWDA_API_BY_ADDRESS", 120)
WEBHOOKS = webhooks(os.environ)
TIME_STAMPS = time_stamps(os.environ)
PKCS11_DEVICES = devices(os.environ)
CLAMD = os.environ.get("JAWDA_CLAMD", "")
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]  # TLS and HSTS belong to the proxy (docs/how-to)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "jawda.site.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("JAWDA_LOG_LEVEL", "WARNING")},
    "loggers": {
        "jawda": {"level": "INFO"},
        "django.server": {"level": "WARNING"},
        "django.template": {"level": "INFO"},  # at DEBUG it quotes whole contexts
        "django.db.backends": {"level": "INFO"},  # at DEBUG it quotes statements with their values
    },
}
