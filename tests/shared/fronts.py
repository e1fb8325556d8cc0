"""A front end as a build leaves it, small enough to look through; and applications that serve it."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from clinic.shared.access import register_access
from clinic.shared.database import register_database
from clinic.shared.errors import register_errors
from clinic.shared.pages import register_pages
from clinic.shared.requests import register_requests
from config import Config

INDEX = """<!doctype html>
<html><head>
<meta name="clinic" content="__CLINIC__">
<meta property="csp-nonce" nonce="__NONCE__">
<script nonce="__NONCE__">"no flash";</script>
<script type="module" src="/assets/app-1a2b3c4d.js"></script>
</head><body></body></html>
"""
ASSETS = {
    "app-1a2b3c4d.js": "export {};",
    "app-1a2b3c4d.css": "body { margin: 0 }",
    "brand-1a2b3c4d.svg": '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
}


def build(directory: Path) -> Path:
    """Leave a built front end in a directory."""
    dist = directory / "frontend" / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text(INDEX)
    for name, text in ASSETS.items():
        (dist / "assets" / name).write_text(text)
    return directory


def front(directory: Path, config: Config) -> Flask:
    """The parts of the application that serve a front end, around one in another directory."""
    app = Flask("front", root_path=str(directory), static_folder=None)
    app.config.update(HMS=config, TESTING=True)
    register_requests(app)
    register_database(app, config, str(config.database_url))
    register_pages(app)
    register_access(app, lambda token: None)
    register_errors(app)
    return app
