"""Where one stack lives: its folder, ports, secrets, and the environment its programs get."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from docker import keys
from docker.ports import HOST, Ports

ROOT = Path(__file__).resolve().parent.parent
# The person's own words win over the launcher's for these (a machine reached by another name).
OVERRIDABLE = ("DIVAN_WEB_HOST", "DIVAN_BASE_URL", "DIVAN_SECURE_COOKIES")


@dataclass(frozen=True)
class Site:
    """One stack's folder (`var`) and ports; everything else follows from them."""

    base: Path
    ports: Ports

    @property
    def postgres_data(self) -> Path:
        """The folder of PostgreSQL's cluster."""
        return self.base / "postgres"

    @property
    def trust_anchors(self) -> Path:
        """The PEM file of the test certificate authority, fetched at each start."""
        return self.base / "trust.pem"

    @cached_property
    def secrets(self) -> dict[str, str]:
        """The stack's secrets, made at the first use."""
        self.base.mkdir(parents=True, exist_ok=True)
        return keys.load_or_make(self.base / "secrets")

    @property
    def database_url(self) -> str:
        """The application's database for SQLAlchemy."""
        password = self.secrets["DIVAN_POSTGRES_PASSWORD"]
        return f"postgresql+psycopg://postgres:{password}@{HOST}:{self.ports.postgres}/divan"

    def log(self, name: str) -> Path:
        """Return where a part's output goes."""
        return self.base / "log" / f"{name}.log"

    def address(self, port: int) -> str:
        """Return the address of one of our HTTP ports."""
        return f"http://{HOST}:{port}"

    @cached_property
    def environment(self) -> dict[str, str]:
        """The environment of every program of the stack: models/settings.py read backwards."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("DIVAN_")}
        chosen = {name: os.environ[name] for name in OVERRIDABLE if name in os.environ}
        return {**inherited, **self._settings(), **self.secrets, **chosen, "PYTHONUNBUFFERED": "1"}

    def _settings(self) -> dict[str, str]:
        """Name each part's address for the web and the worker."""
        ports = self.ports
        return {
            "DIVAN_BASE_URL": self.address(ports.web),
            "DIVAN_WEB_PORT": str(ports.web),
            "DIVAN_DEMO": "true",
            "DIVAN_DATABASE_URL": self.database_url,
            "DIVAN_DOCUMENT_DIR": str(self.base / "documents"),
            "DIVAN_TEMPORAL_ADDRESS": f"{HOST}:{ports.temporal}",
            "DIVAN_TEMPORAL_UI_URL": self.address(ports.temporal_ui),
            "DIVAN_ASAN_IMZA_URL": f"{self.address(ports.asan_imza)}/mid-api",
            "DIVAN_ASAN_LOGIN_ISSUER": self.address(ports.asan_login),
            "DIVAN_TSA_URL": f"{self.address(ports.trust)}/tsa",
            "DIVAN_TRUST_ANCHORS": str(self.trust_anchors),
            "DIVAN_PORTAL_URL": self.address(ports.portal),
            "DIVAN_ASAN_PAY_URL": self.address(ports.asan_pay),
            "DIVAN_ASAN_PAY_PUBLIC_KEY": keys.public_key_of(self.secrets["DIVAN_ASAN_PAY_SIGNING_KEY"]),
            "DIVAN_POPULATION_REGISTER_URL": f"{self.address(ports.registers)}/population",
            "DIVAN_TAX_REGISTER_URL": f"{self.address(ports.registers)}/tax",
            "DIVAN_SMS_URL": self.address(ports.sms),
            "DIVAN_SMTP_PORT": str(ports.smtp),
        }
