"""A date as a field of a form."""

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator

from models.domain.dates import parse_day
from web.forms.reading import by_rule

Day = Annotated[date, BeforeValidator(by_rule(parse_day).func)]
