"""The front end, as built: pages under a nonce Content-Security-Policy, assets that may be kept for a year."""

from __future__ import annotations

import html
import json
import secrets
from dataclasses import asdict
from pathlib import Path
from wsgiref.headers import Headers

from flask import Blueprint, Flask, Response, current_app, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import NotFound
from werkzeug.routing import PathConverter
from whitenoise import WhiteNoise

from clinic.shared import errors
from clinic.shared.access import open_to_all
from clinic.shared.clinic import ClinicProfile, clinic_profile
from clinic.shared.requests import EVERY_ANSWER
from models import db

blueprint = Blueprint("pages", __name__)
YEAR = 365 * 24 * 3600

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'"
)


class NotBuilt(errors.NotFound):
    message = "The front end is not built. Run `make setup`."


@blueprint.get("/")
@blueprint.get("/<page:page>")
@open_to_all("the application's own pages hold no data; the API behind them asks who is there")
def show_page(page: str = "") -> Response:
    """Serve the application; which page it is, the browser reads from the address."""
    if request.accept_mimetypes and not request.accept_mimetypes.accept_html:
        raise NotFound()
    if "." in page:
        raise NotFound()  # a file that is not there must not look like a page
    nonce = secrets.token_urlsafe(18)
    clinic = html.escape(json.dumps(asdict(_clinic())))
    body = _index().replace("__NONCE__", nonce).replace("__CLINIC__", clinic)
    answer = Response(body, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = POLICY.format(nonce=nonce)
    answer.headers["Cache-Control"] = "no-store"
    return answer


class PagePath(PathConverter):
    """An address that is the front end's own business: none of the API's, and none of a built file."""

    regex = r"(?!(?:api|assets)(?:/|$)).*?"


def register_pages(app: Flask) -> None:
    """Serve what the front end's build left; without a build, say how to make one."""
    app.url_map.converters["page"] = PagePath
    app.register_blueprint(blueprint)
    assets = _dist(app) / "assets"
    if assets.is_dir():
        # Their names carry a hash of what they hold.
        app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
            app.wsgi_app,
            root=str(assets),
            prefix="/assets/",
            max_age=YEAR,
            immutable_file_test=lambda *_: True,
            add_headers_function=_guard,
        )


def _guard(headers: Headers, path: str, url: str) -> None:
    """Give a built file what every answer has; the application never sees these requests."""
    for name, value in EVERY_ANSWER.items():
        headers[name] = value


def _dist(app: Flask) -> Path:
    return Path(app.root_path) / "frontend" / "dist"


def _index() -> str:
    index = _dist(current_app) / "index.html"
    if not index.is_file():
        raise NotBuilt()
    return index.read_text()


def _clinic() -> ClinicProfile:
    """The clinic's name for the sign-in page; the setting's, while the database is away."""
    try:
        profile = clinic_profile()
        db.session.rollback()
        return profile
    except SQLAlchemyError:
        db.session.rollback()
        config = current_app.config["HMS"]
        return ClinicProfile(
            config.clinic_name,
            config.clinic_zone,
            config.clinic_language,
            config.clinic_currency,
            config.clinic_country,
        )
