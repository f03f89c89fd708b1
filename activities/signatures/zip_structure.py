"""Reads ZIP files as hostile input: what the directory says, the local headers must say, with no byte between."""

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass

from activities.signatures.errors import SignatureRefusedError

_LOCAL_HEADER = struct.Struct("<IHHHHHIIIHH")
_LOCAL_MAGIC = 0x04034B50
_DESCRIPTOR_MAGIC = b"PK\x07\x08"
_END_MAGIC = b"PK\x05\x06"
_END_SIZE = 22
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_HAS_DESCRIPTOR = 0x8
_FILE_TYPE = 0o170000
_SYMLINK = 0o120000
_RATIO_COUNTS_ABOVE = 1 << 20
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co"})  # Cf holds the right-to-left override


@dataclass(frozen=True)
class ZipLimits:
    """How much a container may hold; bytes unless said otherwise."""

    container: int = 50 << 20
    entries: int = 200  # count
    entry: int = 40 << 20
    total: int = 120 << 20
    ratio: int = 120  # inflated : stored; real DigiDoc containers reach 52
    name: int = 200
    comment: int = 1024


LIMITS = ZipLimits()


@dataclass(frozen=True)
class ZipEntry:
    """One file of the archive and where its local header and data lie."""

    name: str
    start: int
    end: int
    stored: bool
    bare: bool  # no extra field, neither locally nor in the directory


class StrictZip:
    """A ZIP whose local entries tile the file exactly; every refusal is a SignatureRefusedError with its code."""

    def __init__(self, data: bytes, limits: ZipLimits = LIMITS) -> None:
        """Check the whole structure; nothing is inflated yet."""
        self._bytes = data
        self._limits = limits
        if len(data) > limits.container:
            raise SignatureRefusedError("CONTAINER_TOO_LARGE", str(len(data)))
        self._archive = self._open()
        self._check_end()
        self.entries = self._walk()
        self.names = tuple(entry.name for entry in self.entries if not entry.name.endswith("/"))

    @property
    def comment(self) -> bytes:
        """The archive comment; DigiDoc software writes its name and version there."""
        return self._archive.comment

    def read(self, name: str) -> bytes:
        """Inflate one file, never more than its declared size: ENTRY_MISSING, ENTRY_CORRUPT, ZIP_SIZE_LIE."""
        try:
            entry = self._archive.getinfo(name)
        except KeyError as error:
            raise SignatureRefusedError("ENTRY_MISSING", name) from error
        try:
            with self._archive.open(entry) as stream:
                content = stream.read(entry.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as error:
            raise SignatureRefusedError("ENTRY_CORRUPT", name) from error
        if len(content) != entry.file_size:
            raise SignatureRefusedError("ZIP_SIZE_LIE", name)
        return content

    def _open(self) -> zipfile.ZipFile:
        if self._bytes[:4] != b"PK\x03\x04":
            raise SignatureRefusedError("ZIP_BROKEN", "no local header at the start")
        try:
            return zipfile.ZipFile(io.BytesIO(self._bytes))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
            raise SignatureRefusedError("ZIP_BROKEN", str(error)) from error

    def _check_end(self) -> None:
        comment = self._archive.comment
        unprintable = any(byte < ord(" ") and byte not in b"\t\r\n" for byte in comment)
        if len(comment) > self._limits.comment or b"PK" in comment or unprintable:
            raise SignatureRefusedError("ZIP_COMMENT")
        if self._bytes.rfind(_END_MAGIC) + _END_SIZE + len(comment) != len(self._bytes):
            raise SignatureRefusedError("ZIP_TRAILING_DATA")
        if len(self._archive.infolist()) > self._limits.entries:
            raise SignatureRefusedError("ZIP_TOO_MANY_ENTRIES")

    def _walk(self) -> tuple[ZipEntry, ...]:
        """Follow the local entries from byte 0 to the directory: every byte belongs to exactly one of them."""
        entries: list[ZipEntry] = []
        seen: set[str] = set()
        total = end = 0
        for info in sorted(self._archive.infolist(), key=lambda info: info.header_offset):
            self._check_entry(info)
            folded = info.filename.rstrip("/").casefold()
            if folded in seen:
                raise SignatureRefusedError("ENTRY_DUPLICATE", info.filename)
            seen.add(folded)
            total += info.file_size
            if total > self._limits.total:
                raise SignatureRefusedError("ZIP_BOMB_TOTAL")
            if info.header_offset != end:
                code = "ZIP_OVERLAP" if info.header_offset < end else "ZIP_GAP"
                raise SignatureRefusedError(code, info.filename)
            entry = self._local_entry(info)
            entries.append(entry)
            end = entry.end
        if self._archive.start_dir != end:
            raise SignatureRefusedError("ZIP_GAP", "before the directory")
        return tuple(entries)

    def _check_entry(self, info: zipfile.ZipInfo) -> None:
        if info.filename.endswith("/") and info.file_size:
            raise SignatureRefusedError("ZIP_DIR_WITH_DATA", info.filename)
        check_entry_name(info.filename.removesuffix("/"), longest=self._limits.name)
        if info.flag_bits & _ENCRYPTED:
            raise SignatureRefusedError("ENTRY_ENCRYPTED", info.filename)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise SignatureRefusedError("ENTRY_COMPRESSION", str(info.compress_type))
        if (info.external_attr >> 16) & _FILE_TYPE == _SYMLINK:
            raise SignatureRefusedError("ENTRY_SYMLINK", info.filename)
        if info.file_size > self._limits.entry:
            raise SignatureRefusedError("ENTRY_TOO_LARGE", info.filename)
        ratio_counts = info.file_size > _RATIO_COUNTS_ABOVE
        if ratio_counts and info.file_size > self._limits.ratio * max(1, info.compress_size):
            raise SignatureRefusedError("ZIP_BOMB_RATIO", info.filename)

    def _local_entry(self, info: zipfile.ZipInfo) -> ZipEntry:
        header = self._bytes[info.header_offset : info.header_offset + _LOCAL_HEADER.size]
        if len(header) < _LOCAL_HEADER.size:
            raise SignatureRefusedError("ZIP_BROKEN", info.filename)
        magic, _, flags, method, _, _, _, _, _, name_size, extra_size = _LOCAL_HEADER.unpack(header)
        name_start = info.header_offset + _LOCAL_HEADER.size
        local_name = self._bytes[name_start : name_start + name_size]
        encoding = "utf-8" if info.flag_bits & _UTF8_NAME else "cp437"
        named_alike = local_name == info.orig_filename.encode(encoding)
        if magic != _LOCAL_MAGIC or method != info.compress_type or not named_alike:
            raise SignatureRefusedError("ZIP_LOCAL_CENTRAL_MISMATCH", info.filename)
        end = name_start + name_size + extra_size + info.compress_size
        if flags & _HAS_DESCRIPTOR:
            end += 12 + (4 if self._bytes[end : end + 4] == _DESCRIPTOR_MAGIC else 0)
        stored = info.compress_type == zipfile.ZIP_STORED
        bare = not extra_size and not info.extra
        return ZipEntry(info.filename, info.header_offset, end, stored=stored, bare=bare)


def check_entry_name(name: str, *, longest: int = LIMITS.name) -> None:
    """Refuse a name that could leave its folder, hide its end or mean another file on another system."""
    if not name or len(name.encode()) > longest:
        raise SignatureRefusedError("ENTRY_NAME_LENGTH", name[:40])
    parts = name.split("/")
    if "\\" in name or ":" in name or any(part in ("", ".", "..") for part in parts):
        raise SignatureRefusedError("ENTRY_PATH_TRAVERSAL", name)
    if any(unicodedata.category(letter) in _HIDDEN_CATEGORIES for letter in name):
        raise SignatureRefusedError("ENTRY_NAME_CONTROL", ascii(name))
    if unicodedata.normalize("NFC", name) != name:
        raise SignatureRefusedError("ENTRY_NAME_NOT_NFC", name)
    if any(_RESERVED.match(part) for part in parts):
        raise SignatureRefusedError("ENTRY_NAME_RESERVED", name)
