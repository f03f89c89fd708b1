"""The parts of the whole court on one machine, in the order they need each other."""

import os
import signal
import sys
import urllib.request

from docker import postgres, temporal
from docker.parts import Part, Service, Task, answers_http, has_written
from docker.site import Site

PYTHON = sys.executable
DATABASE = "divan"
WORKER_IS_READY = "worker ready"  # worker.py writes this once it polls
SIMULATORS = ("trust", "asan_imza", "portal", "registers", "sms", "mail", "asan_login", "e_imza", "asan_pay")
PREPARATIONS = (  # both safe to repeat at every start
    Task(name="migrations", command=(PYTHON, "-m", "alembic", "upgrade", "head"), needs=("postgres",)),
    Task(name="demo", command=(PYTHON, "-m", "activities.demo"), needs=("migrations", "trust")),
)


def court_parts(site: Site) -> tuple[Part, ...]:
    """Return every part of the stack: stores, simulators, migrations, the demo court, worker and web."""
    simulators = tuple(_simulator(site, name) for name in SIMULATORS)
    return (*stores(site), *simulators, *PREPARATIONS, *_application(site))


def stores(site: Site) -> tuple[Service, Service]:
    """Return PostgreSQL and Temporal, which keep what must not be lost."""
    return (_postgres(site), _temporal(site))


def _postgres(site: Site) -> Service:
    """The application's database."""
    port, password = site.ports.postgres, site.secrets["DIVAN_POSTGRES_PASSWORD"]
    return Service(
        name="postgres",
        command=postgres.server_command(site.postgres_data, port=port),
        user=postgres.account(),
        prepare=lambda: postgres.make_cluster(site.postgres_data, password=password),
        ready=lambda _written: postgres.answers(port=port, password=password),
        settle=lambda: postgres.make_database(DATABASE, port=port, password=password),
        stop_signal=signal.SIGINT,  # fast shutdown: do not wait for clients to leave
        orphan_signal=signal.SIGINT,
        stop_within=30,
    )


def _temporal(site: Site) -> Service:
    """Temporal's server and web UI."""
    port = site.ports.temporal
    codec = f"{site.address(site.ports.web)}/codec"
    database = site.base / "temporal.db"
    return Service(
        name="temporal",
        command=temporal.server_command(database, port=port, ui_port=site.ports.temporal_ui, codec=codec),
        environment=temporal.ENVIRONMENT,
        ready=lambda _written: temporal.answers(port=port),
        settle=lambda: temporal.keep_long(port=port),
    )


def _simulator(site: Site, name: str) -> Service:
    """One stand-in for the outside world, with its state in its own folder."""
    port = site.ports.by_part()[name]
    state = site.base / "simulators" / name
    return Service(
        name=name,
        command=(
            PYTHON,
            "-m",
            f"simulators.{name}",
            "--port",
            str(port),
            "--state",
            str(state),
            *_own_words(site, name),
        ),
        needs=("trust",) if name in {"asan_imza", "e_imza"} else (),
        prepare=lambda: state.mkdir(parents=True, exist_ok=True),
        ready=answers_http(f"{site.address(port)}/health"),
        settle=(lambda: _fetch_trust_anchors(site)) if name == "trust" else (lambda: None),
    )


def _own_words(site: Site, name: str) -> tuple[str, ...]:
    """What one simulator is told beside its port and folder."""
    secrets = site.secrets
    words = {
        "asan_imza": ("--trust", site.address(site.ports.trust)),
        "asan_login": ("--client-secret", secrets["DIVAN_ASAN_LOGIN_CLIENT_SECRET"]),
        "asan_pay": (
            "--token",
            secrets["DIVAN_ASAN_PAY_TOKEN"],
            "--signing-key",
            secrets["DIVAN_ASAN_PAY_SIGNING_KEY"],
        ),
        "e_imza": ("--trust", site.address(site.ports.trust)),
        "portal": ("--secret", secrets["DIVAN_PORTAL_SECRET"]),
        "registers": ("--token", secrets["DIVAN_REGISTER_TOKEN"]),
        "sms": ("--token", secrets["DIVAN_SMS_TOKEN"]),
        "mail": ("--smtp-port", str(site.ports.smtp)),
    }
    return words.get(name, ())


def _application(site: Site) -> tuple[Service, ...]:
    """The worker and the web."""
    return (
        Service(
            name="worker",
            command=(PYTHON, "worker.py"),
            needs=("temporal", "demo", *SIMULATORS),
            ready=has_written(WORKER_IS_READY),
            stop_within=30,  # activities in progress may finish
        ),
        Service(
            name="web",
            command=(PYTHON, "server.py"),
            needs=("temporal", "demo", "trust"),
            ready=answers_http(f"{site.address(site.ports.web)}/health"),
        ),
    )


def _fetch_trust_anchors(site: Site) -> None:
    """Keep the test authority's certificates where the settings point, replaced in one step."""
    with urllib.request.urlopen(f"{site.address(site.ports.trust)}/ca.pem", timeout=10) as answer:  # noqa: S310 - our loopback
        fresh = site.trust_anchors.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(answer.read())
    fresh.replace(site.trust_anchors)
