"""Deployment settings, read from the environment once. Runtime settings are rows, not here."""

from pathlib import Path
from typing import Any

from helpline import environment as env
from helpline.mailing import mail_settings

BASE_DIR = Path(__file__).resolve().parent.parent

# -- Where and how it runs ------------------------------------------------------------------
HELPLINE_MODE = env.choice("HELPLINE_MODE", "service", "demo")
HELPLINE_DATA_DIR = Path(env.text("HELPLINE_DATA_DIR", str(BASE_DIR / "data")))
HELPLINE_KEYS_DIR = HELPLINE_DATA_DIR / "keys"
HELPLINE_PORT = env.number("HELPLINE_PORT", 8000, least=1, most=65_535)
DEBUG = env.text("HELPLINE_DEBUG") == "1"

SECRET_KEY = env.secret("HELPLINE_SECRET_KEY", fallback_file=HELPLINE_KEYS_DIR / "secret_key")
# 32 bytes in base64; without it what signs is derived from the secret key (helpline/kernel/signing.py).
HELPLINE_SIGNING_KEY = env.secret("HELPLINE_SIGNING_KEY", fallback_file=HELPLINE_KEYS_DIR / "signing_key")
# Where the key-encryption key comes from; without any of them from keys/key_encryption_key (docs/keys.md).
HELPLINE_KEK = env.text("HELPLINE_KEK")
HELPLINE_KEK_FILE = env.text("HELPLINE_KEK_FILE")
HELPLINE_KEK_COMMAND = env.text("HELPLINE_KEK_COMMAND")
# Where `manage.py backup_keys` puts its files; the timers delete what is older than 24 hours.
HELPLINE_KEY_BACKUP_DIR = env.text("HELPLINE_KEY_BACKUP_DIR")
# Where `manage.py backup_database` puts its files, for which public key, for how many days (docs/backups.md).
HELPLINE_BACKUP_DIR = env.text("HELPLINE_BACKUP_DIR")
HELPLINE_BACKUP_KEY = env.text("HELPLINE_BACKUP_KEY")
HELPLINE_BACKUP_DAYS = env.number("HELPLINE_BACKUP_DAYS", 7)

_LOCAL = ["127.0.0.1", "localhost"]
ALLOWED_HOSTS = env.listed("HELPLINE_HOSTS") or (_LOCAL if HELPLINE_MODE == "demo" else [])
HELPLINE_ORIGINS = env.listed("HELPLINE_ORIGINS") or (
    [f"http://{host}:{HELPLINE_PORT}" for host in _LOCAL] if HELPLINE_MODE == "demo" else []
)
CSRF_TRUSTED_ORIGINS = [origin for origin in HELPLINE_ORIGINS if "://" in origin]
# How many proxies of our own stand before us; 0 means that X-Forwarded-For is not believed.
HELPLINE_TRUSTED_PROXIES = env.number("HELPLINE_TRUSTED_PROXIES", 0)

# Who may read /metrics: the operator's own networks. Empty: nobody.
HELPLINE_METRICS_NETWORKS = env.networks("HELPLINE_METRICS_NETWORKS", "127.0.0.0/8,::1/128")

# -- The service: limits and deadlines (docs/protocol.md) -----------------------------------
HELPLINE_LIMITS: dict[str, int] = {
    "frame_bytes": env.number("HELPLINE_FRAME_BYTES", 16 * 1024),
    "request_bytes": 24 * 1024,
    # A form without script: 4,000 characters, each as long as a browser may spell it.
    "form_bytes": 64 * 1024,
    "message_characters": 4_000,
    "burst": env.number("HELPLINE_BURST", 10),
    "per_second": env.number("HELPLINE_PER_SECOND", 1),
    "refusals_before_close": 50,
    "mistakes_before_close": 20,
    # Requests that wait for news, in one process and for one contact; more are answered at once.
    "waiting_polls": env.number("HELPLINE_WAITING_POLLS", 500),
    "waiting_polls_per_contact": 3,
    # In one process: open sockets, those of one network, and those of one contact or account.
    "sockets": env.number("HELPLINE_SOCKETS", 4_000),
    "sockets_per_network": env.number("HELPLINE_SOCKETS_PER_NETWORK", 1_000),
    "sockets_per_holder": 12,
    # Of one network, that have not said hello: beyond it the oldest goes. And how fast new ones may come.
    "silent_sockets_per_network": env.number("HELPLINE_SILENT_SOCKETS_PER_NETWORK", 100),
    "connects_at_once": 600,
    "connects_per_second": env.number("HELPLINE_CONNECTS_PER_SECOND", 40),
    # Requests of one network, in one process, without a good token or a solved proof.
    "looks_at_once": 600,
    "looks_per_second": env.number("HELPLINE_LOOKS_PER_SECOND", 60),
    "files_at_once": 1_000,
    "files_per_second": env.number("HELPLINE_FILES_PER_SECOND", 100),
    "posts_at_once": 40,
    "posts_per_second": env.number("HELPLINE_POSTS_PER_SECOND", 5),
    "staff_requests_at_once": 2_000,
    "staff_requests_per_second": env.number("HELPLINE_STAFF_REQUESTS_PER_SECOND", 200),
    # TCP connections to one process, whatever comes over them.
    "connections": env.number("HELPLINE_CONNECTIONS", 6_000),
    # For one network. A mobile carrier puts thousands behind one: the proof of work is what a start costs.
    "contacts_per_hour": env.number("HELPLINE_CONTACTS_PER_HOUR", 120),
    "contacts_at_once": env.number("HELPLINE_CONTACTS_AT_ONCE", 30),
    "unproved_starts_per_hour": env.number("HELPLINE_UNPROVED_STARTS_PER_HOUR", 60),
    "challenges_per_hour": env.number("HELPLINE_CHALLENGES_PER_HOUR", 1_200),
    # Without JavaScript there is no proof.
    "plain_contacts_per_hour": env.number("HELPLINE_PLAIN_CONTACTS_PER_HOUR", 4),
    "plain_contacts_per_hour_everywhere": env.number("HELPLINE_PLAIN_CONTACTS_EVERYWHERE", 60),
    "code_tries_per_hour": 5,
    "code_lookups_per_hour": 60,
    "codes_per_hour": 5,
    "complaints_per_hour": 3,
    "complaints_in_all_per_hour": 60,
}
# The work a browser shows before a contact: how many numbers it may have to try when nothing is wrong.
HELPLINE_PROOF = env.choice("HELPLINE_PROOF", "on", "off")
HELPLINE_PROOF_NUMBER = env.number("HELPLINE_PROOF_NUMBER", 5_000)
HELPLINE_REDIS_URL = env.redis_address("HELPLINE_REDIS_URL")
# Mail to staff alone, that a report is ready: EMAIL_HOST and its like. Without an address nothing is sent.
vars().update(mail_settings(env.secret("HELPLINE_MAIL_URL")))
HELPLINE_MAIL_FROM = env.text("HELPLINE_MAIL_FROM")
# What the proxy shows to browsers, to tell when it ends; without it the service's own address is asked.
HELPLINE_CERTIFICATE_FILE = env.text("HELPLINE_CERTIFICATE_FILE")
HELPLINE_DEADLINES: dict[str, int] = {
    "hello_seconds": 10,
    "lease_seconds": env.number("HELPLINE_LEASE_SECONDS", 45, least=1),
    "resync_seconds": 10,
    "poll_seconds": 25,
    # Over how long a process that is asked to end sends its clients on; alone, nobody can take them.
    "drain_seconds": env.number("HELPLINE_DRAIN_SECONDS", 8 if HELPLINE_REDIS_URL else 0, most=20),
    "caller_gone_waiting_seconds": 120,
    "caller_gone_talking_seconds": 600,
    "correctable_hours": 24,
    "no_handler_seconds": 600,
    "transfer_seconds": 120,
    "recording_gone_seconds": 900,
    "recording_most_seconds": 14_400,
}
# How long a scripted caller takes to answer, in percent of what a person would.
HELPLINE_PRACTICE_PACE_PERCENT = env.number("HELPLINE_PRACTICE_PACE_PERCENT", 100)
HELPLINE_RETENTION_HOURS = env.number("HELPLINE_RETENTION_HOURS", 72)
HELPLINE_RETURN_CODE_DAYS = 30
# How long a complaint is kept once it is closed.
HELPLINE_COMPLAINT_DAYS = env.number("HELPLINE_COMPLAINT_DAYS", 365)
# How long the scores of one reviewed talk stay with its handler, counted from the end of its month.
HELPLINE_FEEDBACK_DAYS = env.number("HELPLINE_FEEDBACK_DAYS", 180)
HELPLINE_EXIT_URL = env.text("HELPLINE_EXIT_URL", "https://www.bbc.co.uk/weather")
# Hosts besides those of the directory that may be links in a handler's words to a caller.
HELPLINE_LINK_HOSTS = env.listed("HELPLINE_LINK_HOSTS")
HELPLINE_SERVICE_NAME = env.text("HELPLINE_SERVICE_NAME", "Helpline")
HELPLINE_TIMERS = env.text("HELPLINE_TIMERS", "thread")
# How to ask about accessibility, in the service's own words, e.g. "Ring 01234 567890 or write to ...".
HELPLINE_CONTACT_LINE = env.text("HELPLINE_CONTACT_LINE")
# Who is responsible for what is kept, and how to reach them: name, address, registration with the ICO.
HELPLINE_CONTROLLER = env.text("HELPLINE_CONTROLLER")
# Whom to tell of a weakness, as an address (mailto:, https:// or tel:): stands in /.well-known/security.txt.
HELPLINE_SECURITY_CONTACT = env.text("HELPLINE_SECURITY_CONTACT")
# The limits in British Sign Language: bsl/NAME in the data folder, or /static/...; docs/embedding.md.
HELPLINE_BSL_VIDEO = env.text("HELPLINE_BSL_VIDEO")

# -- Django ---------------------------------------------------------------------------------
INSTALLED_APPS = [
    "daphne",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "helpline.kernel",
    "helpline.staff",
    "helpline.hours",
    "helpline.standing",
    "helpline.face",
    "helpline.rota",
    "helpline.statistics",
    "helpline.complaints",
    "helpline.quality",
    "helpline.public_texts",
    "helpline.keeping",
    "helpline.state",
    "helpline.service",
    "helpline.handbook",
    "helpline.embedding",
    "helpline",
    "scripts",
    "triage",
    "chat",
]
MIDDLEWARE = [
    # First, so that what any other refuses has the headers and a page as well.
    "helpline.kernel.middleware.SecurityHeaders",
    "chat.views.mistakes.PagesForRefusals",
    "helpline.kernel.edge.RefuseAtTheEdge",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "helpline.staff.middleware.StaffSessions",
]
ROOT_URLCONF = "helpline.urls"
ASGI_APPLICATION = "helpline.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "helpline.staff.pages.navigation",
                "helpline.complaints.notices.overdue",
                "helpline.staff.audit_watch.audit_fault",
                "chat.views.feedback_notice.unread",
            ]
        },
    }
]

DATABASES = {
    "default": env.database("HELPLINE_DATABASE_URL", sqlite_file=HELPLINE_DATA_DIR / "helpline.sqlite3"),
    # Apart from the main one: words die with their key, and a dump of one is useless without the other.
    "keys": env.database("HELPLINE_KEYS_DATABASE_URL", sqlite_file=HELPLINE_KEYS_DIR / "keys.sqlite3"),
}
DATABASE_ROUTERS = ["helpline.kernel.keystore.KeyStoreRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CHANNEL_LAYERS: dict[str, Any] = {"default": {"BACKEND": "helpline.kernel.one_process_layer.OneProcessLayer"}}
CACHES: dict[str, Any] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if HELPLINE_REDIS_URL:
    CHANNEL_LAYERS["default"] = env.redis_channel_layer(HELPLINE_REDIS_URL)
    CACHES["default"] = {
        "BACKEND": "helpline.kernel.shared_cache.SharedCache",
        "LOCATION": HELPLINE_REDIS_URL,
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }

# -- Staff sign-in --------------------------------------------------------------------------
AUTH_USER_MODEL = "staff.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "helpline.staff.own_words.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "helpline.staff.own_words.NotACommonOne"},
    {"NAME": "helpline.staff.own_words.NotOurOwnWords"},
]
ACCOUNT_ADAPTER = "helpline.staff.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# Per network, and per account from one network: a flood from elsewhere locks nobody out (docs/staff.md).
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
MFA_ADAPTER = "helpline.staff.factor_adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 10
# A clock that is half a minute wrong is let pass; a code is taken once all the same.
MFA_TOTP_TOLERANCE = 1
# A demo has no TLS; browsers let passkeys through at http://localhost alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = HELPLINE_MODE == "demo"
MFA_FORMS = {
    "activate_totp": "helpline.staff.factor_forms.ActivateForm",
    "authenticate": "helpline.staff.factor_forms.CodeForm",
    "reauthenticate": "helpline.staff.factor_forms.ConfirmCodeForm",
}
# The second factor is asked of every role; in the demo one may try it.
HELPLINE_SECOND_FACTOR = HELPLINE_MODE == "service"
# So are the records without which nobody is let in (helpline/service/before_opening.py).
HELPLINE_ASKS_SIGN_OFFS = HELPLINE_MODE == "service"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/console/"
LOGOUT_REDIRECT_URL = "/accounts/login/"
SESSION_COOKIE_AGE = 12 * 3600
HELPLINE_IDLE_MINUTES = 30
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SAMESITE = "Strict"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if HELPLINE_MODE == "service":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-staff", "__Host-csrf"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
    # The host is the service's own and has nothing below it; docs/adr/0051-the-edge.md.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_SSL_REDIRECT = True
    # Asked from the same machine, past the proxy.
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", "^metrics$"]

# -- The web edge (names as in Django 6, so that its own middleware can take over) ------------
# A page to read. What a page needs beyond it stands in its view: helpline/kernel/policies.py.
SECURE_CSP: dict[str, list[str]] = {
    "default-src": ["'none'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["'none'"],
}
# Pages that may hold the chat in a frame, as exact origins; none by default.
HELPLINE_FRAME_ANCESTORS = env.listed("HELPLINE_FRAME_ANCESTORS")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1
# No file is taken but by a view that says so, and none is ever written to disk: helpline/kernel/edge.py.
FILE_UPLOAD_HANDLERS = ["helpline.kernel.edge.OnlyWhereOneIsAskedFor"]
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE
SILENCED_SYSTEM_CHECKS = [
    # XFrameOptionsMiddleware is missing: SecurityHeaders says DENY, on all but what a named site may frame.
    "security.W002",
    # SECURE_HSTS_PRELOAD: only the owner of a whole domain can list it, and a service has a host of its own
    # in a charity's domain (docs/adr/0051-the-edge.md).
    "security.W021",
]

# -- Language, time, files --------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"
STATIC_URL = "/static/"
_BSL_DIR = HELPLINE_DATA_DIR / "bsl"
STATICFILES_DIRS: list[Any] = [BASE_DIR / "static", *([("bsl", _BSL_DIR)] if _BSL_DIR.is_dir() else [])]
STATIC_ROOT = HELPLINE_DATA_DIR / "static-collected"
# Serves static/ as it stands: no collectstatic step between a clone and a page.
WHITENOISE_USE_FINDERS = True
# It says nothing of keeping: SecurityHeaders says "no-store" for files, too.
WHITENOISE_MAX_AGE = None
WHITENOISE_AUTOREFRESH = DEBUG

# -- Logging: ids, codes, durations; never words, names, tokens or network addresses ----------
HELPLINE_LOG_FORMAT = env.choice("HELPLINE_LOG_FORMAT", "plain", "json")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": ["levelname", "name", "message", "module", "lineno", "process"],
            "timestamp": "at",
        },
    },
    # What a line may not say is cut out of it at the last moment: kernel/logs.py.
    "handlers": {"stderr": {"class": "helpline.kernel.logs.LastResort", "formatter": HELPLINE_LOG_FORMAT}},
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("HELPLINE_LOG_LEVEL", "WARNING", "DEBUG", "INFO", "ERROR", "CRITICAL"),
    },
    "loggers": {
        "django": {"handlers": [], "propagate": True, "level": "WARNING"},
        # What a flood is refused is counted, not written: it would fill the disk.
        "django.request": {"handlers": [], "propagate": True, "level": "ERROR"},
        # Django gives this one a handler of its own.
        "django.server": {"handlers": [], "propagate": True, "level": "WARNING"},
    },
}
# Nobody is mailed errors unless a deployment asks for it, and then without what was said.
DEFAULT_EXCEPTION_REPORTER = "helpline.kernel.error_reports.PlacesOnly"
DEFAULT_EXCEPTION_REPORTER_FILTER = "helpline.kernel.error_reports.NothingSaid"
