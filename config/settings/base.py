"""Settings common to every way of running. Defaults run a useful system on SQLite with no environment at all."""

from __future__ import annotations

from pathlib import Path

from config import environment as env

BASE = Path(__file__).resolve().parents[2]
DATA = Path(env.text("DATA", str(BASE / "data")))  # database, uploads, secrets: back this folder up
DATA.mkdir(parents=True, exist_ok=True, mode=0o700)  # nobody else on the machine reads it

SECRET_KEY = env.secret(DATA / "secrets", "secret-key")
DEBUG = False
DEMO = env.flag("DEMO", False)  # demo accounts exist, and are shown on the log-in page, only here
DEMO_PASSWORD = env.secret(DATA / "secrets", "demo-password", env.spoken) if DEMO else ""
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "duban.orgs",
    "duban.audit",
    "duban.files",
    "duban.messaging",
    "duban.notices",
    "duban.ledger",
    "duban.dispatch",
    "duban.progress",
    "duban.oversight",
    "duban.circulars",
    "duban.appraisal",
    "duban.yearend",
    "duban.web",
    "duban.ops",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "duban.web.middleware.ActorMiddleware",
    "duban.web.middleware.HeadersMiddleware",
    "duban.web.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "duban" / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "duban.web.context.page",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["duban.web.templatetags.duban"],
        },
    },
]

DATABASES = {"default": env.database(env.text("DATABASE_URL"), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "orgs.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "duban.web.backend.PersonBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "duban.orgs.passwords.Length", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

# GB/T 22239-2019 8.1.4.1 b): five failures lock for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the page says until when; trying again must not move that
AXES_LOCKOUT_CALLABLE = "duban.web.accounts.views.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_COOKIE_AGE = env.number("IDLE_MINUTES", 120) * 60  # idle time: the session is renewed while one works
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # not a per-process cache: log-out must hold in every worker
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "duban"}}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [BASE / "duban" / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"

UPLOAD_LIMIT = env.number("UPLOAD_LIMIT_MB", 50) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Messages. Without a mail server everything stays in the inbox; demo mode never sends, whatever is set here.
ADDRESS = env.site("ADDRESS")  # where people reach the system, for links in mails: https://duban.example
SMTP_HOST = env.text("SMTP_HOST")
SMTP_SECURITY = env.choice("SMTP_SECURITY", ("starttls", "ssl", "none"))
SMTP_PORT = env.number("SMTP_PORT", {"starttls": 587, "ssl": 465, "none": 25}[SMTP_SECURITY])
SMTP_USER = env.text("SMTP_USER")
SMTP_PASSWORD = env.text("SMTP_PASSWORD")
MAIL_FROM = env.text("MAIL_FROM")
if SMTP_HOST and not (MAIL_FROM and ADDRESS):
    raise env.SettingsError(
        "设置了 DUBAN_SMTP_HOST，还须设置 DUBAN_MAIL_FROM（发件地址）和 DUBAN_ADDRESS（系统地址）。"
    )
MAIL_DOMAINS = [name.lower() for name in env.words("MAIL_DOMAINS")]  # mail goes to these domains only; empty: to any
DIGEST_HOUR = env.number("DIGEST_HOUR", 9)  # local hour of the day's digest
if not 0 <= DIGEST_HOUR <= 23:
    raise env.SettingsError(f"环境变量 DUBAN_DIGEST_HOUR 的值是“{DIGEST_HOUR}”，应为 0 到 23。")
ROBOT_DETAIL = env.flag("ROBOT_DETAIL", False)  # robots say titles only: what is in a message is internal
ROBOT_SCHEMES = env.words("ROBOT_SCHEMES", "dingtalk,wecombot,feishu,lark,json,jsons")

SILENCED_SYSTEM_CHECKS = ["axes.W006"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "duban": {"level": "INFO"},
        "axes": {"level": "WARNING"},
        # It logs addresses, which hold the secrets of robots.
        "apprise": {"level": "CRITICAL", "propagate": False},
        "urllib3": {"level": "WARNING"},
    },
}
