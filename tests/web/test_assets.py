"""The committed style sheet and scripts are those of the sources."""

import re
from pathlib import Path

from web.assets.build import HERE, OWN_SCRIPTS, STATIC, sources_hash

ROOT = Path(__file__).parents[2]


def test_the_compiled_style_sheet_is_not_stale() -> None:
    first = (STATIC / "css/app.css").read_text().splitlines()[0]
    assert sources_hash() in first, "run: python -m web.assets.build"


def test_the_served_scripts_are_the_sources() -> None:
    for name in OWN_SCRIPTS:
        assert (STATIC / "js" / name).read_bytes() == (HERE / "js" / name).read_bytes()
    assert (STATIC / "img/emblem.svg").read_bytes() == (HERE / "emblem.svg").read_bytes()


def test_nothing_of_govuks_brand_is_served() -> None:
    css = (STATIC / "css/app.css").read_text()
    assert not re.search("GDS Transport|crest|crown", css)


def test_own_scripts_are_short_and_never_write_html() -> None:
    for name in OWN_SCRIPTS:
        source = (HERE / "js" / name).read_text()
        assert len(source.splitlines()) <= 50, name
        assert "innerHTML" not in source


def test_every_third_party_asset_is_named_with_its_licence() -> None:
    notes = (ROOT / "docs/third-party/web.md").read_text()
    for name in ("govuk-frontend", "Noto Sans", "Literata", "SIL OPEN FONT LICENSE", "Permission is hereby granted"):
        assert name in notes
