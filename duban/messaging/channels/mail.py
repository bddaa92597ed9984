"""E-mail by SMTP: one connection for a run."""

from __future__ import annotations

import smtplib
from types import TracebackType
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from duban.messaging.channels import SENT, Outcome
from duban.messaging.composing import Letter

TIMEOUT = 15  # seconds, for each step of the conversation


class Mailer:
    """The mail server of the settings. Connects when first used."""

    def __init__(self) -> None:
        self._backend = EmailBackend(
            host=settings.SMTP_HOST,
            port=settings.SMTP_PORT,
            username=settings.SMTP_USER,
            password=settings.SMTP_PASSWORD,
            use_tls=settings.SMTP_SECURITY == "starttls",
            use_ssl=settings.SMTP_SECURITY == "ssl",
            timeout=TIMEOUT,
            fail_silently=False,
        )

    def __enter__(self) -> Mailer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._backend.close()

    def send(self, letter: Letter, *, to: str, number: int) -> Outcome:
        """Hand over one letter. ``number`` makes its Message-ID, the same if it should ever be sent again."""
        try:
            self._backend.open()
        except smtplib.SMTPAuthenticationError:
            return Outcome(sent=False, reason="邮件服务器不接受用户名或密码。", again=True, down=True)
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(sent=False, reason=f"连不上邮件服务器（{type(error).__name__}）。", again=True, down=True)
        host = urlsplit(settings.ADDRESS).hostname or "duban.invalid"
        mail = EmailMessage(
            subject=letter.title,
            body=letter.text,
            from_email=settings.MAIL_FROM,
            to=[to],
            headers={"Message-ID": f"<duban-{number}@{host}>", "Auto-Submitted": "auto-generated"},
        )
        try:
            self._backend.send_messages([mail])
        except smtplib.SMTPException as error:
            return self._refused(error)
        except OSError as error:
            return self._broken(error)
        return SENT

    def _refused(self, error: smtplib.SMTPException) -> Outcome:
        """The server said no: for now (4xx) or for good (5xx); or it went away in the middle."""
        if isinstance(error, smtplib.SMTPServerDisconnected):
            return self._broken(error)
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            codes = [code for code, _ in error.recipients.values()]
            return self._said(codes[0] if codes else 550, "不接受这个收件地址")
        if isinstance(error, smtplib.SMTPResponseException):
            return self._said(error.smtp_code, "没有接受这封邮件")
        return Outcome(sent=False, reason=f"邮件没有发出（{type(error).__name__}）。", again=True)

    @staticmethod
    def _said(code: int, what: str) -> Outcome:
        return Outcome(sent=False, reason=f"邮件服务器{what}（{code}）。", again=400 <= code < 500)

    def _broken(self, error: Exception) -> Outcome:
        """Nobody can say whether the letter was taken before the line broke."""
        self._backend.connection = None
        reason = f"发送途中断开（{type(error).__name__}），可能已经送达，不再重发。"
        return Outcome(sent=False, reason=reason, doubt=True, down=True)
