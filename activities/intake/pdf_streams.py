"""Measures how far the compressed streams of a PDF would blow up, without ever holding what comes out."""

import zlib
from dataclasses import dataclass

from pikepdf import Array, Name, Stream

from activities.intake.errors import UploadRefusedError

MAX_FILTERS = 3
IMAGE_BYTES = 120 << 20  # an A4 page at 600 dpi in colour is 105 MB
TOTAL_BYTES = 600 << 20
RATIO = 200  # for anything but images: a white scanned page shrinks a thousandfold and is no attack
RATIO_COUNTS_ABOVE = 4 << 20
_CHUNK = 1 << 20


@dataclass
class StreamBudget:
    """What all streams of one file may inflate to, together."""

    spent: int = 0

    def check(self, stream: Stream) -> None:
        """Refuse a stream: PDF_EXTERNAL_STREAM, PDF_FILTER_CHAIN, PDF_STREAM_BOMB, PDF_CORRUPT."""
        if "/F" in stream:
            raise UploadRefusedError("PDF_EXTERNAL_STREAM")
        filters = _filters(stream)
        if len(filters) > MAX_FILTERS or filters.count("/FlateDecode") > 1:
            raise UploadRefusedError("PDF_FILTER_CHAIN", " ".join(filters))
        if filters and filters[0] == "/FlateDecode":
            self._inflate(stream.read_raw_bytes(), is_image=stream.get("/Subtype") == Name("/Image"))

    def _inflate(self, raw: bytes, *, is_image: bool) -> None:
        limit = IMAGE_BYTES if is_image else max(RATIO_COUNTS_ABOVE, RATIO * len(raw))
        inflater, pending, size = zlib.decompressobj(), raw, 0
        while pending and not inflater.eof:
            try:
                size += len(inflater.decompress(pending, _CHUNK))
            except zlib.error as error:
                raise UploadRefusedError("PDF_CORRUPT", "stream") from error
            pending = inflater.unconsumed_tail
            if size > min(limit, IMAGE_BYTES) or self.spent + size > TOTAL_BYTES:
                raise UploadRefusedError("PDF_STREAM_BOMB", f"{len(raw)} → more than {size} bytes")
        self.spent += size


def _filters(stream: Stream) -> list[str]:
    declared = stream.get("/Filter")
    if declared is None:
        return []
    return [str(name) for name in declared] if isinstance(declared, Array) else [str(declared)]
