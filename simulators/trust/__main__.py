"""Runs the test authority: `python -m simulators.trust --port 8102 --state var/trust`."""

import argparse
from pathlib import Path

import uvicorn

from simulators.page import KEPT
from simulators.trust.app import create_app


def main() -> None:
    """Read the command line and serve until interrupted."""
    parser = argparse.ArgumentParser(prog="simulators.trust", description="Test certification authority")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8102)
    parser.add_argument("--state", type=Path, default=Path("var/trust"), help="folder of keys and the list of issued")
    arguments = parser.parse_args()
    address = f"http://{arguments.host}:{arguments.port}"
    app = create_app(arguments.state, address=address)
    uvicorn.run(app, host=arguments.host, port=arguments.port, log_level="warning", timeout_keep_alive=KEPT)


if __name__ == "__main__":
    main()
