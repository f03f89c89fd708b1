"""The web process: reads the settings, builds the adapters, serves the court until it is told to stop."""

import asyncio

import httpx2
import uvicorn
from temporalio.client import Client
from uvicorn.loops.auto import auto_loop_factory

from activities.adapters.asan_login import AsanLogin
from activities.adapters.file_store import FileDocumentStore
from activities.adapters.mobile_id import MobileIdRest
from activities.adapters.ocsp_http import OcspHttp
from activities.adapters.portal import GovernmentPortal
from activities.adapters.registers_http import HttpPopulationRegister, HttpTaxRegister
from models.db import engine_for, sessions_for
from models.settings import Settings, settings
from web.app import create_app
from web.deps import WebDeps
from web.pages.notifications import unread_count
from worker import asan_payment, connect

# A stream of live changes never ends by itself: without this a stop would wait for every open browser.
STOP_WITHIN = 5
# Longer than a proxy keeps a connection for its next request: closed first from here, that request would be lost.
KEPT = 75  # seconds
ASIDE = 4  # connections for counting tries and making packages while a request holds its own


def web_deps(config: Settings, temporal: Client, http: httpx2.AsyncClient) -> WebDeps:
    """Build our stores and the adapters that pages ask directly."""
    token = config.register_token.get_secret_value()
    return WebDeps(
        settings=config,
        sessions=sessions_for(engine_for(config.database_url, pool=config.database_pool)),
        temporal=temporal,
        signer=MobileIdRest(http, config.asan_imza_url, config.asan_imza_rp_name, config.asan_imza_rp_uuid),
        asan_login=asan_login(config, http),
        ocsp=OcspHttp(http),
        portal=GovernmentPortal(http, config.portal_url, config.portal_secret.get_secret_value().encode()),
        population=HttpPopulationRegister(http, config.population_register_url, token),
        tax=HttpTaxRegister(http, config.tax_register_url, token),
        documents=FileDocumentStore(config.document_dir),
        unread=unread_count,
        asan_payment=asan_payment(config, http),
        aside=sessions_for(engine_for(config.database_url, pool=ASIDE)),
    )


def asan_login(config: Settings, http: httpx2.AsyncClient) -> AsanLogin:
    """Build the single sign-on."""
    secret = config.asan_login_client_secret.get_secret_value()
    return AsanLogin(http, config.asan_login_issuer, config.asan_login_client_id, secret)


async def serve(config: Settings) -> None:
    """Serve until SIGTERM or SIGINT."""
    temporal = await connect(config)
    async with httpx2.AsyncClient() as http:
        app = create_app(web_deps(config, temporal, http))
        served = uvicorn.Config(
            app,
            host=config.web_host,
            port=config.web_port,
            timeout_graceful_shutdown=STOP_WITHIN,
            timeout_keep_alive=KEPT,
            server_header=False,
            access_log=False,  # who did what stands in PostgreSQL, not in a log of addresses
        )
        await uvicorn.Server(served).serve()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(serve(settings()))
