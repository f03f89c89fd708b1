"""What every simulator's pages and command line share: layout, static files, health, start and graceful end."""

import argparse
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

HERE = Path(__file__).parent
_BAKU = ZoneInfo("Asia/Baku")
# A connection kept for its next question is closed by whoever asks, after five seconds: closed first from here, that
# question would now and then meet a closed door.
KEPT = 75  # seconds
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]] | Callable[[FastAPI], AsyncIterator[None]]


def _baku(moment: datetime) -> str:
    return moment.astimezone(_BAKU).strftime("%d.%m.%Y %H:%M:%S")


_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE / "templates"), autoescape=True, undefined=jinja2.StrictUndefined
)
_TEMPLATES.filters["baku"] = _baku


def now() -> datetime:
    """Return the time, aware, in UTC."""
    return datetime.now(UTC)


def page(template: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Render one page of `templates/`."""
    return HTMLResponse(_TEMPLATES.get_template(template).render(**values), status_code=status)


def new_app(name: str, *, lifespan: Any = None) -> FastAPI:
    """Make an application with `GET /health` and the static files all pages use."""
    app = FastAPI(title=f"Divan simulator: {name}", lifespan=lifespan)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")

    @app.get("/health")
    async def health() -> dict[str, str]:
        """Say that the simulator answers."""
        return {"status": "ok", "simulator": name}

    return app


def command_line(name: str, description: str) -> argparse.ArgumentParser:
    """Make the argument parser with what every simulator takes."""
    parser = argparse.ArgumentParser(prog=f"python -m simulators.{name}", description=description)
    parser.add_argument("--port", type=int, required=True, help="HTTP port on 127.0.0.1")
    parser.add_argument("--state", type=Path, required=True, help="folder that outlives the process")
    return parser


def serve(app: FastAPI, port: int) -> None:
    """Serve until SIGTERM or SIGINT; open requests get two seconds to end, and the exit code is 0."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # uvicorn hands the signal back here once it has shut down
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=2,
        timeout_keep_alive=KEPT,
    )
