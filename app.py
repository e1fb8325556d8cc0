"""The clinic's application: settings, extensions, parts, access, errors, commands. It alone knows every part."""

from __future__ import annotations

from flask import Flask, current_app
from flask_cors import CORS
from flask_jwt_extended import JWTManager
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

import clinic.accounts.actions
from clinic.accounts.commands import create_user
from clinic.accounts.routes import blueprint as accounts
from clinic.appointments.routes import blueprint as appointments
from clinic.demo import actions as demo
from clinic.demo.commands import fill_demo
from clinic.doctors.routes import blueprint as doctors
from clinic.ground import backup_commands, backup_wal_commands
from clinic.ground.embedded_postgres import attach_or_start
from clinic.ground.serve import prepare_command, serve_command
from clinic.medical_records.routes import blueprint as medical_records
from clinic.patients.commands import export_patients, import_patients
from clinic.patients.routes import blueprint as patients
from clinic.reports.routes import blueprint as reports
from clinic.shared import clock, probes
from clinic.shared.access import register_access
from clinic.shared.clinic import found_clinic
from clinic.shared.commands import clinic_commands
from clinic.shared.contract import PREFIXES
from clinic.shared.database import register_database
from clinic.shared.docs import blueprint as docs
from clinic.shared.errors import register_errors
from clinic.shared.json import StrictJson
from clinic.shared.limits import limiter
from clinic.shared.logs import configure_logs
from clinic.shared.metrics import register_metrics
from clinic.shared.pages import register_pages
from clinic.shared.requests import RetryingFlask, register_requests
from clinic.shared.tracing import register_tracing
from config import Config
from models import db

PARTS = {
    "accounts": accounts,
    "patients": patients,
    "doctors": doctors,
    "appointments": appointments,
    "medical_records": medical_records,
    "reports": reports,
    "pages": docs,
}


def create_app(config: Config | None = None) -> Flask:
    """Build the application from its settings, read from the environment unless given."""
    config = config or Config.from_env()
    configure_logs(config.log_file)
    app = RetryingFlask(__name__, static_folder=None)
    app.json = StrictJson(app)
    app.config.update(HMS=config, SECRET_KEY=config.secret_key, TESTING=config.testing)
    register_requests(app)
    register_metrics(app)
    _register_extensions(app, config)
    _register_parts(app, config)
    register_tracing(app, config)
    register_access(app, clinic.accounts.actions.read_access_token)
    register_errors(app)
    _register_commands(app)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _register_extensions(app: Flask, config: Config) -> None:
    url = config.database_url or attach_or_start(config.data_dir).url("app")
    register_database(app, config, url)
    Migrate(app, db, directory="migrations", compare_type=True)
    clinic.accounts.actions.configure_tokens(app, config.secret_key)
    JWTManager(app)
    limiter.init_app(app)
    CORS(
        app,
        resources={r"/api/.*": {"origins": list(config.cors_origins)}},
        allow_headers=["Authorization", "Content-Type", "If-Match", "Idempotency-Key", "X-Requested-With"],
        expose_headers=["ETag", "Retry-After", "X-Request-Id", "Idempotency-Replayed"],
        supports_credentials=True,
        max_age=600,
    )


def _register_parts(app: Flask, config: Config) -> None:
    """Give the parts that this process serves their routes; their actions are there for the others either way."""
    app.register_blueprint(probes.blueprint)
    for prefix in PREFIXES:
        version = prefix.removeprefix("/api").strip("/")
        for blueprint in (PARTS[name] for name in config.features):
            app.register_blueprint(
                blueprint,
                url_prefix=prefix,
                name=f"{blueprint.name}_{version}" if version else blueprint.name,
            )
    if "pages" in config.features:
        register_pages(app)


def _register_commands(app: Flask) -> None:
    own = (serve_command(prepare), prepare_command(prepare))
    people = (create_user, import_patients, export_patients, fill_demo)
    backups = (*backup_commands.COMMANDS, *backup_wal_commands.COMMANDS)
    for command in (*own, *people, *backups):
        clinic_commands.add_command(command)
    app.cli.add_command(clinic_commands)


def prepare() -> str | None:
    """Fill what an empty database lacks: the clinic's row, the first admin, the demo. Says who can sign in to that."""
    config = current_app.config["HMS"]
    found_clinic(config)
    takes_demo = config.demo and demo.is_empty()
    if config.admin_email and config.admin_password:
        clinic.accounts.actions.ensure_first_admin(email=config.admin_email, password=config.admin_password)
    if takes_demo:
        demo.fill(now=clock.now())
    db.session.commit()
    return demo.sign_in_hint() if config.demo else None
