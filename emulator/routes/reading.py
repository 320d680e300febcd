"""Reading what callers send, refusing what cannot be read."""

from typing import TypeVar
from urllib.parse import parse_qsl

from flask import request
from pydantic import BaseModel, ValidationError

FORM = "application/x-www-form-urlencoded"

Model = TypeVar("Model", bound=BaseModel)


class BadRequestError(Exception):
    """The caller's mistake: `status` to answer, and details where there are several."""

    def __init__(self, message: str, status: int = 400, details: list[str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.details = details or []


def form() -> dict[str, str]:
    """Return the fields of a form.

    The body is decoded here and strictly: Werkzeug turns one with raw non-UTF-8 bytes into an empty form in silence.
    """
    if request.mimetype != FORM:
        raise BadRequestError(f"Content-Type must be {FORM}", 415)
    try:
        pairs = parse_qsl(request.get_data().decode(), keep_blank_values=True, errors="strict", max_num_fields=100)
    except UnicodeDecodeError as error:
        raise BadRequestError("the form is not UTF-8") from error
    except ValueError as error:
        raise BadRequestError(f"the form cannot be read: {error}") from error
    return dict(pairs)


def body(model: type[Model]) -> Model:
    """Return the JSON body of the request, checked."""
    if request.mimetype != "application/json":
        raise BadRequestError("Content-Type must be application/json", 415)
    return checked(model, request.get_data())


def checked(model: type[Model], data: bytes) -> Model:
    """Return JSON as a model; BadRequestError lists every field that is wrong."""
    try:
        return model.model_validate_json(data or b"{}")
    except ValidationError as error:
        raise _invalid(error) from error


def merged(old: Model) -> Model:
    """Return a model with the fields of the JSON body changed."""
    if request.mimetype != "application/json":
        raise BadRequestError("Content-Type must be application/json", 415)
    try:
        changes = request.get_json()
        return type(old).model_validate({**old.model_dump(), **changes})
    except ValidationError as error:
        raise _invalid(error) from error
    except TypeError as error:
        raise BadRequestError("the body must be a JSON object") from error


def _invalid(error: ValidationError) -> BadRequestError:
    details = [f"{'.'.join(map(str, one['loc'])) or 'body'}: {one['msg']}" for one in error.errors()]
    return BadRequestError("the body is not valid", 400, details)
