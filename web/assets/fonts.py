"""Cuts the two OFL fonts to the letters we need; neither has a Reserved Font Name, so a cut file may keep the name."""

import io
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

# the latin-ext file holds hundreds of letters; these are Azerbaijan's and a few in neighbours' names
AZERBAIJANI = "ƏəĞğİıŞş₼ŽžŠšČčĞŁłĀāĪīŪū"
FEATURES = ["kern", "liga", "tnum", "lnum", "mark", "mkmk", "ccmp", "locl", "calt"]
WEIGHTS: dict[str, int | tuple[int, int]] = {"noto-sans": (400, 700), "literata": 600}
CUTS = (("latin", "latin", None), ("latin-ext", "az", AZERBAIJANI), ("cyrillic", "cyr", None))


def cut_fonts(packages: Path, out: Path) -> None:
    """Write three woff2 files per family into `out`, and the licence beside them."""
    for family, weight in WEIGHTS.items():
        for script, short, letters in CUTS:
            source = packages / family / f"files/{family}-{script}-wght-normal.woff2"
            _cut(source, out / f"{family}-{short}.woff2", letters=letters, weight=weight)
        (out / f"{family}-OFL.txt").write_bytes((packages / family / "LICENSE").read_bytes())


def _cut(source: Path, target: Path, *, letters: str | None, weight: int | tuple[int, int]) -> None:
    font = TTFont(source)
    options = subset.Options()
    options.layout_features = FEATURES
    options.name_IDs = ["*"]
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(letter) for letter in letters] if letters else sorted(font.getBestCmap()))
    cutter.subset(font)
    # subset first, limit the weight axis after: the other order loses glyphs the feature tables name
    plain = io.BytesIO()
    font.flavor = None
    font.save(plain)
    font = instancer.instantiateVariableFont(TTFont(io.BytesIO(plain.getvalue())), {"wght": weight})
    font.flavor = "woff2"
    # without this every build would write another file
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(target)
