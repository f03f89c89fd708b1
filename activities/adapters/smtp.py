"""Mail over SMTP (RFC 5321): text and HTML in one message (RFC 2046 §5.1.4), its Message-ID made from the notice."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Final
from urllib.parse import quote

import aiosmtplib

from models.ports import Mail, OutsideRefusedError, OutsideUnavailableError

_LONGEST_KEY: Final = 48  # a longer Message-ID would be folded, which some mailboxes take for another one
_PERMANENT: Final = 500
_TIMEOUT_SECONDS: Final = 20


@dataclass(frozen=True)
class SmtpMailer:
    """A Mailer. One connection a mail: a dead idle connection can never swallow one."""

    host: str
    port: int
    sender: str  # "Divan <bildiris@divan.example>"
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False

    async def send(self, mail: Mail) -> str:
        """Hand the mail over and return the server's answer; only a 5xx answer to the mail is final."""
        message = compose(mail, self.sender)
        try:
            _, answer = await aiosmtplib.send(
                message,
                hostname=self.host,
                port=self.port,
                username=self.user or None,
                password=self.password or None,
                start_tls=self.starttls,
                timeout=_TIMEOUT_SECONDS,
            )
        except aiosmtplib.SMTPAuthenticationError as error:  # our password is wrong, which is no fault of this mail
            raise OutsideUnavailableError(f"SMTP sign-in: {error.code}") from error
        except aiosmtplib.SMTPSenderRefused as error:  # nor is our sender's address
            raise OutsideUnavailableError(f"SMTP sender: {error.code}") from error
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _judged(error.recipients[0].code) from error
        except aiosmtplib.SMTPResponseException as error:
            raise _judged(error.code) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise OutsideUnavailableError(f"SMTP: {type(error).__name__}") from error
        return answer


def compose(mail: Mail, sender: str) -> EmailMessage:
    """Build the message; the same mail always has the same Message-ID."""
    name, address = parseaddr(sender)
    domain = address.partition("@")[2]
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(display_name=name, addr_spec=address)
    message["To"] = _recipient(mail.to)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<{_local_part(mail.key)}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers to a court
    message["List-Id"] = f"Divan <bildiris.{domain}>"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = mail.language  # last: setting the content drops every Content- header
    return message


def _recipient(to: str) -> Address:
    try:
        recipient = Address(addr_spec=to)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise OutsideRefusedError("MAIL_ADDRESS") from error
    if not recipient.domain or not to.isascii() or not to.isprintable():
        raise OutsideRefusedError("MAIL_ADDRESS")
    return recipient


def _local_part(key: str) -> str:
    """Write a key as an RFC 5322 dot-atom; two keys never give one."""
    plain = quote(key, safe="/-_").replace(".", "%2E").replace("~", "%7E")
    return plain if len(plain) <= _LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()[:40]


def _judged(code: int) -> OutsideUnavailableError | OutsideRefusedError:
    if code >= _PERMANENT:
        return OutsideRefusedError(f"SMTP_{code}")
    return OutsideUnavailableError(f"SMTP {code}")
