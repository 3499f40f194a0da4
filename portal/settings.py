"""Settings for every way to run the site. Production is the default.

Required: SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL. The variables that may be set:

SECRET_KEY         at least 50 characters, known to this site only
ALLOWED_HOSTS      the site's own host names, with commas between
DATABASE_URL       postgresql://user:password@host:port/database; wins over EMBEDDED_DATABASE
SITE_ADDRESS       the site's address in mail and print; else https:// and the first allowed host
HTTPS              1 (default): secure cookies, HSTS, plain HTTP is redirected; 0: plain HTTP
BEHIND_PROXY       1: a proxy in front sets X-Forwarded-Proto and ends X-Forwarded-For with the
                   visitor's address, and removes what visitors send
HSTS_SECONDS       how long browsers shall insist on HTTPS; a year by default
EMAIL_HOST         the mail server; without one mail waits in its queue. With EMAIL_PORT,
                   EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS and EMAIL_FROM
SECRET_KEY_FALLBACKS  earlier secret keys, with commas between, while what they protect lives on
SECOND_FACTOR_OPTIONAL  1: nobody is made to use a second factor; the default in demo mode, and
                   refused outside it
OIDC_PROVIDERS     short names of the regions' identity providers, with commas between; for each
                   OIDC_<NAME>_NAME, _SERVER_URL, _CLIENT_ID and _CLIENT_SECRET
FILES_ROOT         where the files that go with documents are kept; .data/files by default
FILES_S3_BUCKET    a bucket to keep them in instead, in a store that speaks S3. With
                   FILES_S3_ENDPOINT, FILES_S3_KEY and FILES_S3_SECRET, and FILES_S3_REGION where
                   the store asks for one
CLAMD              the virus scanner clamd, as the path of its socket or as host:port; without it
                   files aren't scanned
STATIC_ROOT        where collectstatic puts style sheets, scripts and fonts
DEBUG              1: Django's error pages; on this machine's own addresses only
DEMO               1: demo mode, where example addresses are allowed; own addresses only
EMBEDDED_DATABASE  1: without DATABASE_URL, use the embedded PostgreSQL; in demo mode only
STATIC_HASHED      0: static files straight from their folders, without collectstatic (tests)
"""

from pathlib import Path

from portal.env import (
    SettingError,
    env_bool,
    env_database,
    env_int,
    env_list,
    env_str,
    is_loopback,
)
from portal.providers import env_providers

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env_bool("DEBUG", default=False)
DEMO = env_bool("DEMO", default=False)
SECRET_KEY = env_str("SECRET_KEY", min_length=50)
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")

if unsafe := [host for host in ALLOWED_HOSTS if "*" in host]:
    raise SettingError(
        f"ALLOWED_HOSTS innehåller {unsafe[0]!r}. Ange varje värdnamn helt, utan jokertecken."
    )
for mode in [name for name, on in (("DEMO", DEMO), ("DEBUG", DEBUG)) if on]:
    if public := [host for host in ALLOWED_HOSTS if not is_loopback(host)]:
        raise SettingError(
            f"{mode}=1 tillåts bara på den egna datorn, men ALLOWED_HOSTS innehåller "
            f"{public[0]!r}. Tillåtna värdnamn: localhost, 127.0.0.1 och [::1]."
        )

SECOND_FACTOR_OPTIONAL = env_bool("SECOND_FACTOR_OPTIONAL", default=DEMO)
if SECOND_FACTOR_OPTIONAL and not DEMO:
    raise SettingError(
        "SECOND_FACTOR_OPTIONAL=1 tillåts bara tillsammans med DEMO=1. Den som har stora "
        "behörigheter måste använda tvåstegsinloggning. Ta bort variabeln."
    )

EMBEDDED_DATABASE = env_bool("EMBEDDED_DATABASE", default=False)
if EMBEDDED_DATABASE and not DEMO:
    raise SettingError(
        "EMBEDDED_DATABASE=1 tillåts bara tillsammans med DEMO=1. Sätt i stället DATABASE_URL."
    )
if EMBEDDED_DATABASE and not env_str("DATABASE_URL", default=None):
    from portal.demo import join_embedded_database

    database = env_database("DATABASE_URL", default=join_embedded_database())
else:
    database = env_database("DATABASE_URL")

DATABASES = {
    "default": {
        **database,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            # A lost database must show as an error page at once, not as a page that never comes.
            "connect_timeout": 2,
            "application_name": "portal",
            # Compiling a query that takes 3 ms takes 30.
            "options": "-c jit=off",
            **database["OPTIONS"],
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "guardian",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "organisation",
    "bodies",
    "programmes",
    "documents",
    "portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # These two before WhiteNoise, so that static files carry the headers too.
    "portal.middleware.SecurityHeaders",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # After WhiteNoise, whose files are compressed beforehand.
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Lazy: a page that doesn't ask who the reader is reads no session and sets no cookie.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Lazy too: what the reader may do is asked for where it matters.
    "portal.rights.StandingOfReader",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Lazy too. Before what closes views, so that whoever must say again who they are is asked.
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.NoNul",
    "portal.access.ClosedUnlessOpened",
    "portal.middleware.DatabaseDown",
    "django.middleware.csrf.CsrfViewMiddleware",
]

ROOT_URLCONF = "portal.urls"
CSRF_FAILURE_VIEW = "portal.views.system.forbidden"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

# Why a record changed can take more than a line.
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = [
    "portal.backends.Password",
    # Every question about rights is answered here, by the policies.
    "portal.rights.Rights",
]
# Visitors who are not signed in have no row of their own: they have no rights to look up.
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = [
    # guardian's backend is left out on purpose, so that rights are asked for at one door only.
    "guardian.W001",
    # The browsers' preload list binds the whole domain for years: its owner's decision.
    "security.W021",
]


# Without EMAIL_HOST mail waits in its queue and is not lost.
EMAIL_HOST = env_str("EMAIL_HOST", default="")
EMAIL_PORT = env_int("EMAIL_PORT", default=25, least=1, most=65535)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env_str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env_str("EMAIL_FROM", default="portalen@localhost")

# Room for 2 MB of Swedish text in a form, so that what is too long comes back with what is wrong.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

LANGUAGE_CODE = "sv"
USE_I18N = True
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env_str("STATIC_ROOT", default=str(BASE_DIR / ".data" / "static")))
STATIC_HASHED = env_bool("STATIC_HASHED", default=True)
FILES = {
    "BACKEND": "documents.attachments.shelf.Shelf",
    "OPTIONS": {"location": env_str("FILES_ROOT", default=str(BASE_DIR / ".data" / "files"))},
}
if bucket := env_str("FILES_S3_BUCKET", default=""):
    FILES = {
        "BACKEND": "documents.attachments.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env_str("FILES_S3_ENDPOINT"),
            "access_key": env_str("FILES_S3_KEY"),
            "secret_key": env_str("FILES_S3_SECRET"),
            "region_name": env_str("FILES_S3_REGION", default="us-east-1"),
        },
    }
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "attachments": FILES,
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_HASHED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_HASHED
WHITENOISE_ALLOW_ALL_ORIGINS = False

CLAMD = env_str("CLAMD", default="")
if CLAMD and not CLAMD.startswith("/") and not CLAMD.rpartition(":")[2].isdecimal():
    raise SettingError(
        f"CLAMD är {CLAMD!r}. Tillåtet: sökvägen till clamd:s socket, eller värd:port."
    )
CLAMD_SECONDS = 30

HTTPS = env_bool("HTTPS", default=True)
# The site's own address, for mail and print.
SITE_ADDRESS = env_str(
    "SITE_ADDRESS", default=f"http{'s' if HTTPS else ''}://{ALLOWED_HOSTS[0]}"
).rstrip("/")
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", default=31_536_000, least=0) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    ("__Host-session", "__Host-csrf") if HTTPS else ("session", "csrf")
)
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
# A working day; who closes the browser signs in again.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "sign_in", "desk", "home"

# What several workers must know of each other: who has tried too often (portal/shared_cache.py).
CACHES = {"default": {"BACKEND": "portal.shared_cache.SharedCache"}}

# Sign-in (docs/adr/0015-sign-in-by-allauth.md): what is ours is in portal/sign_in/.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"portal.sign_in.passwords.{name}"} for name in ("LongEnough", "NotOnesName", "Rare")
]
# A link to a new password is good for an hour.
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_ADAPTER = "portal.sign_in.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# These three are counted by portal/sign_in/limits.py, which can say how long to wait.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None, "reset_password": None}
ACCOUNT_FORMS = {
    "login": "portal.forms.SignInForm",
    "reset_password": "portal.forms.ForgottenForm",
    "reset_password_from_key": "portal.forms.ChosenPasswordForm",
    "user_token": "portal.forms.ResetLinkForm",
    "change_password": "portal.forms.ChangePasswordForm",
    "reauthenticate": "portal.forms.ConfirmByPasswordForm",
}
MFA_ADAPTER = "portal.sign_in.factor.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
# One step of 30 seconds either way: for clocks that differ and fingers that take their time.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "activate_totp": "portal.forms.EnrolForm",
    "authenticate": "portal.forms.CodeForm",
    "reauthenticate": "portal.forms.ConfirmByCodeForm",
}
SOCIALACCOUNT_ADAPTER = "portal.sign_in.openid.OutsideAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
# A form that leads to another site is stopped by the policy of ours; a link isn't.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "portal.sign_in.openid.RegionProvider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": env_providers("OIDC"),
    }
}

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = env_bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Whose address a visitor's is: the last that the proxy wrote, else the connection's own.
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Django's own handlers off: one line per event, in one place.
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
