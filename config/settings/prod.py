"""Running for users. HTTPS behind a proxy is switched on by one setting."""

from config import environment as env
from config.settings.base import *  # noqa: F403

if env.flag("HTTPS", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31536000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
