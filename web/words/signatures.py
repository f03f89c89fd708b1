"""Verdicts on signatures and containers in words; the code itself stands beside them on the page."""

from web.language import N_

SENTENCES: dict[str, str] = {
    "HASH_FAILURE": N_("A file was changed after it was signed."),
    "FILES_NOT_COVERED": N_("A file in the container is not covered by the signature."),
    "CERT_REVOKED": N_("The certificate was revoked before the signature was given."),
    "CERT_SUSPENDED": N_("The certificate was suspended when the signature was given."),
    # why a person's certificate cannot sign now; the signing room shows it
    "cert_revoked": N_(
        "The issuer has revoked your signing certificate, so nothing was signed. The application and the other"
        " signatures stay as they are. Sign in with a new ASAN İmza, then sign here."
    ),
    "cert_suspended": N_(
        "The issuer has suspended your signing certificate, so nothing was signed. The application and the other"
        " signatures stay as they are. When the issuer has restored it, sign here."
    ),
    "cert_expired": N_(
        "The term of your signing certificate has ended, so nothing was signed. The application and the other"
        " signatures stay as they are. Sign in with a new ASAN İmza, then sign here."
    ),
    "cert_unknown": N_(
        "The issuer does not know your signing certificate, so nothing was signed. Ask the issuer of your ASAN İmza."
    ),
    "cert_chain_failure": N_("The certificate on your SIM card was not issued by an authority the court trusts."),
    "SIGNER_MISMATCH": N_("The signature was given by another person than the application names."),
    "NO_SIGNATURES": N_("The container holds no signature."),
}
# The first that fits: the rest of a family of codes shares one sentence.
PATTERNS: dict[str, str] = {
    r"(CERT|KEYINFO)_[A-Z_]+|SIGNING_CERT_[A-Z_]+": N_("The certificate is not one that the court can trust."),
    r"TST_[A-Z_]+|NO_POE": N_("The time-stamp is missing or does not fit the signature."),
    r"OCSP_[A-Z_]+|NO_REVOCATION_INFO": N_("The proof that the certificate was valid is missing or not trustworthy."),
    r"SIG_[A-Z_]+|SIGNED_PROPERTIES_CHANGED|QUALIFYING_PROPERTIES|SP_[A-Z_]+": N_("The signature itself was changed."),
    r"(ZIP|ENTRY|MIMETYPE|MANIFEST|CONTAINER|FILES)_[A-Z_]+|NO_DATA_FILES": N_(
        "The container was changed or is not built as it must be."
    ),
    r"[A-Z]+(_[A-Z]+)+": N_("The signature is not built as it must be."),
}
