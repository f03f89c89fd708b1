"""Reads a form into a pydantic model; what was typed is kept, errors come in the order of the page."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Generic, TypeVar, get_origin

from fastapi import Depends, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError
from starlette.datastructures import FormData, UploadFile

from models.domain.errors import RuleBroken
from web.language import gettext
from web.security import FIELD
from web.words.lookup import has_sentence, sentence

Kept = str | list[str]


class FormInput(BaseModel):
    """What a form asks for. `words` names the sentence of an error: by "field.error_type", else by "field"."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True, extra="ignore")
    words: ClassVar[Mapping[str, str]] = {}


M = TypeVar("M", bound=FormInput)


@dataclass(frozen=True)
class Reading(Generic[M]):
    """A form as it came: `kept` for showing it again, `value` when everything is right, else `errors` by field."""

    kept: Mapping[str, Kept] = field(default_factory=dict)
    read: M | None = None
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Tell whether `value` may be used."""
        return self.read is not None and not self.errors

    @property
    def value(self) -> M:
        """Return the typed input; ValueError when the form has errors."""
        if self.read is None or self.errors:
            raise ValueError("the form has errors")
        return self.read

    def text(self, name: str) -> str:
        """Return what was typed into a field."""
        kept = self.kept.get(name, "")
        return kept if isinstance(kept, str) else (kept[-1] if kept else "")

    def several(self, name: str) -> list[str]:
        """Return every ticked value of a field."""
        kept = self.kept.get(name, [])
        return [kept] if isinstance(kept, str) else list(kept)

    def error(self, name: str) -> dict[str, str] | None:
        """Return GOV.UK's errorMessage of a field, None when it is right."""
        if name not in self.errors:
            return None
        return {"text": self.errors[name], "visuallyHiddenText": gettext("Error:").removesuffix(":")}

    def without(self, name: str) -> "Reading[M]":
        """Return the reading without what was typed into one field: passwords are never sent back."""
        return replace(self, kept={key: kept for key, kept in self.kept.items() if key != name})

    def refuse(self, name: str, said: str) -> "Reading[M]":
        """Return the reading with one more error, found by a rule after reading; `said` is already translated."""
        return replace(self, errors={**self.errors, name: said})


def filled(**values: Kept) -> Reading[Any]:
    """Return the reading a GET page starts with."""
    return Reading(kept=values)


def read(model: type[M]) -> Any:
    """Make the dependency of a posted form, declared as Annotated[Reading[Model], <this>]."""

    async def reading(request: Request) -> Reading[M]:
        return read_data(model, await request.form())

    dependency: Callable[[Request], Awaitable[Reading[M]]] = reading
    return Depends(dependency)


def read_data(model: type[M], data: FormData | Mapping[str, Kept]) -> Reading[M]:
    """Read form data that has already been parsed; empty fields count as missing, files are the route's affair."""
    kept = _kept(model, data)
    try:
        return Reading(
            kept, model.model_validate({name: typed for name, typed in kept.items() if typed not in ("", [])})
        )
    except ValidationError as wrong:
        return Reading(kept, None, _errors(model, wrong))


def by_rule(rule: Callable[[str], Any]) -> AfterValidator:
    """Let a rule of the domain judge a field: its RuleBroken becomes the field's error."""

    def judged(typed: str) -> Any:
        with judging():
            return rule(typed)

    return AfterValidator(judged)


@contextmanager
def judging() -> Iterator[None]:
    """Make the RuleBroken of the block the error of the field that is being read."""
    try:
        yield
    except RuleBroken as broken:
        raise PydanticCustomError("rule_broken", "{code}", {"code": broken.code, **broken.detail}) from broken


def _kept(model: type[FormInput], data: FormData | Mapping[str, Kept]) -> dict[str, Kept]:
    kept: dict[str, Kept] = {}
    for name in data:
        given: list[Any] = data.getlist(name) if isinstance(data, FormData) else _listed(data[name])
        typed = [value for value in given if not isinstance(value, UploadFile)]
        if name == FIELD or not typed:
            continue
        takes_several = name in model.model_fields and get_origin(model.model_fields[name].annotation) in {list, tuple}
        kept[name] = typed if takes_several else typed[-1]
    return kept


def _listed(given: Kept) -> list[str]:
    return [given] if isinstance(given, str) else given


def _errors(model: type[FormInput], wrong: ValidationError) -> dict[str, str]:
    order = list(model.model_fields)
    found: dict[str, str] = {}
    for error in wrong.errors(include_url=False, include_input=False):
        name = str(error["loc"][0]) if error["loc"] else order[0]
        context = {key: str(value) for key, value in error.get("ctx", {}).items()}
        found.setdefault(name, _said(model, name, error["type"], context))
    return dict(sorted(found.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))


def _said(model: type[FormInput], name: str, kind: str, context: dict[str, str]) -> str:
    code = context.pop("code", "")
    for key in (f"{name}.{code}", f"{name}.{kind}"):
        if key in model.words:
            return gettext(model.words[key])
    if code and has_sentence(code):
        return sentence(code, **context)
    return gettext(model.words[name])  # a field without words is a mistake of ours: KeyError
