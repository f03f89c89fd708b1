"""Starts the ASAN Login simulator: an OpenID Connect provider whose people one picks on a page."""

import argparse

from fastapi import FastAPI

from simulators.asan_login.grants import Grant, Mood, SigningKey, Ticket, key_of
from simulators.asan_login.oidc import Provider, router
from simulators.drawers import Drawer, open_cabinet
from simulators.page import command_line, new_app, serve


def create_app(options: argparse.Namespace) -> FastAPI:
    """Build the application on the state in `options.state`."""
    app = new_app("asan_login")
    cabinet = open_cabinet(options.state, "asan_login")
    app.state.provider = Provider(
        issuer=options.issuer or f"http://127.0.0.1:{options.port}",
        client=(options.client_id, options.client_secret),
        key=key_of(Drawer(cabinet, SigningKey)),
        grants=Drawer(cabinet, Grant),
        tickets=Drawer(cabinet, Ticket),
        moods=Drawer(cabinet, Mood),
    )
    app.include_router(router)
    return app


def main() -> None:
    """Read the command line and serve."""
    parser = command_line("asan_login", "ASAN Login (OpenID Connect)")
    parser.add_argument("--client-id", default="divan")
    parser.add_argument("--client-secret", required=True)
    parser.add_argument("--issuer", default="", help="where browsers reach it, when not 127.0.0.1 and the port")
    options = parser.parse_args()
    serve(create_app(options), options.port)


if __name__ == "__main__":
    main()
