"""Remembers which containers were found good, so that a page viewed again costs no cryptography."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from activities.signatures.certificate_path import TrustStore
from activities.signatures.signature_report import SignatureReport

Reports = tuple[SignatureReport, ...]
Key = tuple[bytes, TrustStore]


@dataclass(frozen=True)
class Verdicts:
    """Good verdicts of this process by the SHA-256 of the container's bytes and by whom we trust, the newest `limit`.

    Only a container whose every signature passed is remembered, because only such a verdict stands for ever. A passed
    signature is of level LT: its certificate, OCSP answer and time-stamp, all inside the container, were judged at the
    moment that the time-stamp proves, never at today's, and against the trust anchors of the key. So neither the
    clock nor an authority can change the verdict over the same bytes, and one changed byte is another key. Everything
    else (a missing time-stamp is judged at the moment of asking) is examined anew each time.
    """

    limit: int = 500
    _good: OrderedDict[Key, Reports] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)  # verification runs in threads

    def of(self, data: bytes, trust: TrustStore, examine: Callable[[], Reports]) -> Reports:
        """Return the reports on a container, from `examine` unless these very bytes were found good before."""
        key = (hashlib.sha256(data).digest(), trust)
        with self._lock:
            if key in self._good:
                self._good.move_to_end(key)
                return self._good[key]
        reports = examine()
        if reports and all(report.passed for report in reports):
            self._remember(key, reports)
        return reports

    def _remember(self, key: Key, reports: Reports) -> None:
        with self._lock:
            self._good[key] = reports
            while len(self._good) > self.limit:
                self._good.popitem(last=False)
