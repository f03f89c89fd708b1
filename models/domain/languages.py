"""The languages the court speaks to people in."""

from enum import StrEnum


class Language(StrEnum):
    """ISO 639-1 code; Azerbaijani is the language of proceedings, English a courtesy."""

    AZ = "az"
    EN = "en"
