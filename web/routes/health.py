"""Tells the machinery that the web answers."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse
from sqlalchemy import text

from web.deps import Db

router = APIRouter()


@router.get("/health", name="health")
async def health(db: Db) -> PlainTextResponse:
    """Answer when PostgreSQL answers too; 503 otherwise."""
    await db.execute(text("SELECT 1"))
    return PlainTextResponse("ok")
