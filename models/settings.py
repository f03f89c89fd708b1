"""Settings: read once from the environment at start, checked, and named in a clear error when wrong."""

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything the web and the worker take from the environment (`DIVAN_…`, or a file named by DIVAN_ENV_FILE)."""

    model_config = SettingsConfigDict(env_prefix="DIVAN_", frozen=True, extra="forbid")

    # where we stand
    base_url: str = "http://127.0.0.1:8000"
    web_host: str = "127.0.0.1"
    web_port: int = 8000
    secure_cookies: bool = False
    secret_key: SecretStr  # signs CSRF tokens; 32 bytes or more, hex
    demo: bool = False  # shows the demo people on the sign-in page

    # our own stores
    database_url: str  # postgresql+psycopg://…
    database_pool: int = 8
    document_dir: Path = Path("var/documents")
    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "default"
    temporal_ui_url: str = "http://127.0.0.1:8233"
    payload_keys: SecretStr  # "k2:hex64,k1:hex64": the first encrypts, all decrypt
    workflow_sandbox: bool = False  # on in tests; replay tests guard determinism (ADR)

    # sessions of the web: shorter is allowed, longer is not (OWASP ASVS 7.3)
    session_idle: Annotated[timedelta, Field(ge=timedelta(minutes=6), le=timedelta(hours=2))] = timedelta(minutes=30)
    session_absolute: Annotated[timedelta, Field(ge=timedelta(minutes=6), le=timedelta(hours=12))] = timedelta(hours=12)
    device_remembered_days: int = 90  # a sign-in from a device not seen for longer is told by mail

    # the outside world
    asan_imza_url: str
    asan_imza_rp_name: str = "DIVAN"
    asan_imza_rp_uuid: str = "00000000-0000-4000-8000-000000000001"
    asan_login_issuer: str  # OpenID Connect issuer: discovery stands at {issuer}/.well-known/openid-configuration
    asan_login_client_id: str = "divan"
    asan_login_client_secret: SecretStr
    tsa_url: str
    trust_anchors: Path  # PEM file: roots and issuing CAs we trust
    portal_url: str
    portal_secret: SecretStr
    asan_pay_url: str = ""  # of "ASAN ödəniş"; empty: the court does not use it
    asan_pay_token: SecretStr = SecretStr("")
    asan_pay_public_key: str = ""  # Ed25519, hex: its notices are signed with it
    population_register_url: str
    tax_register_url: str
    register_token: SecretStr
    sms_url: str
    sms_token: SecretStr
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 1025
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_starttls: bool = False
    mail_from: str = "Divan <bildiris@divan.example>"

    # the court's settings for waiting (requirements CLM-13; legal-facts §2.2)
    signer_reminder_days: tuple[int, ...] = (3, 7, 14)
    signer_reminder_every_days: int = 7
    draft_lives_days: int = 90
    draft_warning_days: int = 7
    decision_days: int = 5
    decision_warning_days: int = 1
    decision_rests: Annotated[timedelta, Field(ge=timedelta(0), le=timedelta(hours=1))] = timedelta(minutes=10)
    # courts where silence over the term of MPM 151.3 counts as acceptance ("*": all); the law says so, but no registry
    # should find out by surprise: a claim is deemed accepted only when its court was warned of it a day before
    deemed_accepted_courts: tuple[str, ...] = ()
    desk_idle: timedelta = timedelta(minutes=10)  # a filing left open is released to colleagues after it
    payment_lives: timedelta = timedelta(hours=24)

    # registration with an identity document (ID-4)
    registration_link_lives: timedelta = timedelta(hours=24)
    registration_reminder_after: timedelta = timedelta(days=1)
    registration_removed_after: timedelta = timedelta(days=7)

    # requests to correct personal data (PRO-3): the owner's time in working days, and how long before its end he is
    # reminded; the court's own settings, since no term of the law was at hand
    correction_answer_days: Annotated[int, Field(ge=1, le=30)] = 7
    correction_warning_days: Annotated[int, Field(ge=0, le=7)] = 1

    # inquiries at the registers (INQ): so many for one account within the window, three times as many for one address
    inquiries_per_account: int = 10
    inquiries_window: timedelta = timedelta(hours=1)


class SettingsError(SystemExit):
    """The environment is wrong; the message names each variable."""


@cache
def settings() -> Settings:
    """Read the environment once; end the process with a sentence per wrong variable when it cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            f"  DIVAN_{str(item['loc'][0]).upper()}: {item['msg']}" if item["loc"] else f"  {item['msg']}"
            for item in error.errors(include_input=False)
        ]
        raise SettingsError("The settings are not usable:\n" + "\n".join(lines)) from error
