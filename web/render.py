"""Renders pages: a strict Jinja environment for ours, a tolerant one for GOV.UK macros, one dataclass a page."""

from collections.abc import Callable, Mapping, MutableMapping
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import jinja2
from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from models.domain.errors import RuleBroken
from models.domain.languages import Language
from web.acting import NAME, in_name
from web.formats import FILTERS
from web.kept_templates import kept_templates
from web.language import OWN_NAMES, current_language, gettext, ngettext
from web.navigation import FOOTER, MENU, Link, links
from web.security import INLINE_SCRIPT, csrf_token
from web.sessions import User, now
from web.spoken import SpokenEnvironment
from web.statics import static
from web.visit import LANGUAGE_COOKIE, Visit, visit_of
from web.words.lookup import sentence

TEMPLATES = Path(__file__).parent / "templates"
GOVUK = "govuk_frontend_jinja"
WARN_SECONDS = 300  # before the end of a session


@dataclass(frozen=True)
class LanguageLink:
    """One side of the language switch; it leads back to the same page."""

    code: Language
    name: str
    address: str
    current: bool


@dataclass(frozen=True)
class SessionWatch:
    """What the script that warns before a session ends must know."""

    left: int  # seconds
    warn: int  # seconds before the end
    who: str  # a page must not go on under another account
    sign_in: str
    csrf: str


@dataclass(frozen=True)
class NameLink:
    """One name to act in, as the header offers it."""

    position: int
    name: str
    current: bool


@dataclass(frozen=True)
class Site:
    """What every page shows around its content."""

    language: Language
    languages: tuple[LanguageLink, ...]
    user: User | None
    unread: int
    notifications: str  # address of the list, empty while no such route exists
    menu: tuple[Link, ...]
    footer: tuple[Link, ...]
    flashes: tuple[str, ...]
    problem: str
    watch: SessionWatch | None  # None: nobody is signed in
    in_name: str  # "?as=1" for addresses that follow the name one acts in; "" for people who have but their own
    names: tuple[NameLink, ...]  # the names one may act in; empty likewise
    failed: bool  # the title begins with "Error:"


@dataclass(frozen=True)
class EmptyPage:
    """The page of a template that needs nothing."""


class _TolerantMacros(jinja2.BaseLoader):
    """Hands out GOV.UK's macros compiled in their own environment, where a missing option is simply false."""

    def __init__(self) -> None:
        loader = jinja2.PrefixLoader({GOVUK: jinja2.PackageLoader(GOVUK)})
        self._environment = jinja2.Environment(
            loader=loader,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            undefined=jinja2.ChainableUndefined,
        )

    def load(
        self,
        environment: jinja2.Environment,  # noqa: ARG002 - ours is strict, the macros are not written for that
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - the name Jinja calls it by
    ) -> jinja2.Template:
        return self._environment.get_template(f"{GOVUK}/{name}", globals=globals)


_csrf: ContextVar[Callable[[], Markup]] = ContextVar("csrf")


def csrf_field() -> Markup:
    """Return the hidden token every form that posts must carry; the same in all forms of a page."""
    return _csrf.get()()


def nonce_field() -> Markup:
    """Return a fresh nonce: a form sent twice is one act (web/commands use it as the update's id)."""
    return Markup('<input type="hidden" name="nonce" value="{}">').format(uuid4())


_LOADER = jinja2.ChoiceLoader([jinja2.FileSystemLoader(TEMPLATES), jinja2.PrefixLoader({GOVUK: _TolerantMacros()})])


def _environment(language: Language) -> jinja2.Environment:
    environment = SpokenEnvironment(
        language,
        loader=_LOADER,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=kept_templates(language),
    )
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    environment.filters.update(FILTERS)
    environment.globals.update(
        static=static,
        csrf_field=csrf_field,
        nonce_field=nonce_field,
        inline_script=Markup(INLINE_SCRIPT),  # noqa: S704 - our own constant
    )
    return environment


ENVIRONMENTS = {language: _environment(language) for language in Language}


def compile_all() -> None:
    """Compile every page before the first visitor: the first use costs a tenth of a second."""
    for path in sorted((TEMPLATES / "pages").rglob("*.html")):
        for environment in ENVIRONMENTS.values():
            environment.get_template(path.relative_to(TEMPLATES).as_posix())


def render(
    request: Request, template: str, page: object, *, status: int = 200, problem: RuleBroken | None = None
) -> HTMLResponse:
    """Render `page`, one frozen dataclass the template calls `page`.

    A page with wrong input has a `form` (web/forms/reading) and status 422; a refused act is shown above the
    content by `problem` with status 409.
    """
    visit = visit_of(request)
    visit.flashes_shown = True
    site = _site(request, visit, page, problem=problem)
    text = render_text(request, template, site=site, page=page)
    return HTMLResponse(text, status, headers={"content-language": visit.language})


def render_part(request: Request, template: str, page: object) -> str:
    """Render a piece of a page, e.g. a live box, on one line for a server-sent event."""
    return " ".join(render_text(request, template, page=page).split())


def render_text(request: Request, template: str, **context: object) -> str:
    """Render a template with the visitor's token at hand for its forms."""
    visit = visit_of(request)
    field = cache(lambda: Markup('<input type="hidden" name="csrf" value="{}">').format(_token(request, visit)))
    earlier = _csrf.set(field)
    try:
        return ENVIRONMENTS[current_language()].get_template(template).render(context)
    finally:
        _csrf.reset(earlier)


def _site(request: Request, visit: Visit, page: object, *, problem: RuleBroken | None) -> Site:
    path = request.url.path
    form = getattr(page, "form", None)
    return Site(
        language=visit.language,
        languages=tuple(_language_link(code, visit.language, path, request.query_params) for code in Language),
        user=visit.user,
        unread=visit.unread,
        notifications=request.app.state.notifications,
        menu=_menu(visit.user, path) if visit.user else (),
        footer=links(FOOTER, path),
        flashes=tuple(sentence(code) for code in visit.flashes),
        problem=sentence(problem.code, **problem.detail) if problem else "",
        watch=_watch(request, visit) if visit.user else None,
        in_name=f"?{NAME}={visit.user.acting.position}" if visit.user and visit.user.capacities else "",
        names=_names(visit.user) if visit.user else (),
        failed=bool(problem or (form and form.errors)),
    )


def _menu(user: User, path: str) -> tuple[Link, ...]:
    menu = links(MENU[user.role], path)
    if not user.capacities:
        return menu
    return tuple(replace(link, address=in_name(link.address, user.acting)) for link in menu)


def _names(user: User) -> tuple[NameLink, ...]:
    """Return the names a person may act in, his own first; nothing for those who have no other."""
    living = (each for each in user.capacities if not each.ended)
    others = [NameLink(each.position, each.organisation, each == user.acting) for each in living]
    return (NameLink(0, user.full_name, user.acting.is_own), *others) if others else ()


def _watch(request: Request, visit: Visit) -> SessionWatch | None:
    if visit.user is None or visit.seen_at is None:
        return None
    left = visit.ends_at(request.app.state.limits) - now()
    # Only a page can be come back to; the answer to a form stands at an address that may take forms alone.
    way_back = str(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
    sign_in = f"/sign-in?{urlencode({'next': way_back if request.method == 'GET' else '/'})}"
    return SessionWatch(
        max(0, int(left.total_seconds())), WARN_SECONDS, str(visit.user.account_id), sign_in, _token(request, visit)
    )


def _token(request: Request, visit: Visit) -> str:
    return csrf_token(request.app.state.deps.settings.secret_key.get_secret_value(), visit.secret())


def _language_link(code: Language, current: Language, path: str, query: Mapping[str, str]) -> LanguageLink:
    address = f"{path}?{urlencode({**query, LANGUAGE_COOKIE: code})}"
    return LanguageLink(code, OWN_NAMES[code], address, code is current)
