"""Files that come in and answers that go out piece by piece."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import orjson
from flask import Response, current_app, request, stream_with_context
from werkzeug.exceptions import RequestEntityTooLarge

from clinic.shared.errors import Refusal
from models import db

NDJSON = "application/x-ndjson"
MOST_BYTES = 32_000_000
KEPT_IN_MEMORY = 1_000_000


class UnsupportedType(Refusal):
    status = 415
    code = "unsupported_media_type"


def received(media_types: tuple[str, ...]) -> IO[bytes]:
    """The file in the request's body, of up to 32 MB; its caller may read it more than once.

    Raises UnsupportedType for another Content-Type, RequestEntityTooLarge (413) for more.
    """
    if request.mimetype not in media_types:
        raise UnsupportedType(f"Send the file with one of these as its Content-Type: {', '.join(media_types)}.")
    db.session.rollback()  # a slow upload must not hold a connection
    request.max_content_length = MOST_BYTES
    file = SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115 -- it lives as long as the answer is made
    shutil.copyfileobj(request.stream, file)
    if request.content_length is None and file.tell() >= MOST_BYTES:
        raise RequestEntityTooLarge()  # a body of unknown length is cut off at the limit without a word
    file.seek(0)
    return file


def csv_file(name: str, lines: Iterator[str]) -> Response:
    """Answer 200 with a CSV file for the browser to keep, line by line.

    Where it breaks off, so does the answer: half a file must not look like a whole one.
    """
    answer = Response(stream_with_context(lines), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def wants_lines() -> bool:
    """Whether the caller asks to be told as it goes."""
    return request.accept_mimetypes.best == NDJSON


def streamed(values: Iterable[Any]) -> Response:
    """Answer 200 with one JSON value a line, each sent as it is made.

    Where it breaks off, the last line is the envelope of the error: the status has left by then.
    """
    answer = Response(stream_with_context(_lines(values)), mimetype=NDJSON)
    answer.headers["X-Accel-Buffering"] = "no"  # NGINX would keep the lines until there are many
    return answer


def _lines(values: Iterable[Any]) -> Iterator[bytes]:
    try:
        for value in values:
            yield orjson.dumps(value) + b"\n"
    except Exception as error:
        answer = current_app.make_response(current_app.handle_user_exception(error))
        yield answer.get_data().strip() + b"\n"
