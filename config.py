"""Settings, read once from the environment. A missing or unsafe one is named at start."""

from __future__ import annotations

import base64
import contextlib
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

HERE = Path(__file__).resolve().parent
# NIST SP 800-63B-4: length alone makes a password; no rules of composition.
SHORTEST_PASSWORD = 15
# What a process may serve; all of it, unless FEATURES names some.
FEATURES = ("accounts", "patients", "doctors", "appointments", "medical_records", "reports", "pages")


class BadSetting(SystemExit):
    """A setting that the product can't start with: the sentence says which, and what to do."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """Everything that differs between one installation and another.

    `database_url` is None where the embedded PostgreSQL is to be used. `migration_database_url` belongs to a
    role that may change the schema; the application's own role may not. `backup_key` is None in a production that
    names none: only what makes or reads backups asks for it. `pool_size` and `pool_overflow` are one
    web server's connections, which its `web_processes` share; `web_pods` such servers run at once.
    """

    environment: str
    features: tuple[str, ...]
    database_url: str | None
    migration_database_url: str | None
    data_dir: Path
    secret_key: str
    backup_dir: Path
    backup_key: bytes | None
    backup_days: int
    demo: bool
    cors_origins: tuple[str, ...]
    trusted_proxies: int
    pool_size: int
    pool_overflow: int
    pool_timeout: int
    web_processes: int
    web_pods: int
    admin_email: str | None
    admin_password: str | None
    clinic_name: str
    clinic_zone: str
    clinic_language: str
    clinic_currency: str
    clinic_country: str
    log_file: Path | None
    metrics_bind: tuple[str, int] | None
    trusts_traces: bool
    otlp_endpoint: str | None
    sentry_dsn: str | None
    testing: bool = False

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def pool_share(self) -> tuple[int, int]:
        """The connections that one process keeps, and may open beyond that."""
        most = max(1, (self.pool_size + self.pool_overflow) // self.web_processes)
        kept = max(1, self.pool_size // self.web_processes)
        return kept, most - kept

    @property
    def most_connections(self) -> int:
        """The connections that all web processes of all pods may hold at once."""
        return self.web_pods * self.web_processes * sum(self.pool_share)

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Config:
        """Read the settings; `.env.example` explains each.

        Raises BadSetting, naming the setting, where one is missing, misspelt or unsafe in production.
        """
        env = os.environ if env is None else env
        environment = env.get("HMS_ENV", "development")
        if environment not in ("development", "production"):
            raise BadSetting(f"HMS_ENV is {environment!r}; it can be development or production.")
        data_dir = Path(env.get("HMS_DATA_DIR") or HERE / ".data").resolve()
        database_url = sqlalchemy_url(env.get("DATABASE_URL"))
        is_production = environment == "production"
        if env.get("MIGRATION_DATABASE_URL") and not database_url:
            raise BadSetting("MIGRATION_DATABASE_URL is set and DATABASE_URL is not: both name one database.")
        if is_production and not database_url:
            raise BadSetting("DATABASE_URL is missing: production needs a PostgreSQL of its own.")
        admin_email, admin_password = _first_admin(env)
        demo = _flag(env, "DEMO", default=not database_url and not is_production)
        if demo and is_production:
            raise BadSetting("DEMO=1 would put invented patients into a production clinic; unset DEMO or HMS_ENV.")
        return cls(
            environment=environment,
            features=_features(env.get("FEATURES", "")),
            database_url=database_url,
            migration_database_url=sqlalchemy_url(env.get("MIGRATION_DATABASE_URL")) or database_url,
            data_dir=data_dir,
            secret_key=_secret_key(env, data_dir, is_production=is_production),
            backup_dir=Path(env.get("BACKUP_DIR") or data_dir / "backups").resolve(),
            backup_key=_backup_key(env, data_dir, is_production=is_production),
            backup_days=_number(env, "BACKUP_DAYS", 90, least=1),
            demo=demo,
            cors_origins=_origins(env.get("CORS_ORIGINS", "" if is_production else "http://localhost:5173")),
            trusted_proxies=_number(env, "TRUSTED_PROXIES", 0),
            pool_size=_number(env, "DB_POOL_SIZE", 10, least=1),
            pool_overflow=_number(env, "DB_MAX_OVERFLOW", 20),
            pool_timeout=_number(env, "DB_POOL_TIMEOUT", 30),
            web_processes=_number(env, "WEB_CONCURRENCY", 4, least=1),
            web_pods=_number(env, "WEB_PODS", 1, least=1),
            admin_email=admin_email,
            admin_password=admin_password,
            clinic_name=_shaped(
                env, "CLINIC_NAME", "Linden Street Clinic", r"(?=.*\S).{1,100}", "a name of 1 to 100 letters"
            ),
            clinic_zone=_zone(env.get("CLINIC_ZONE", "Europe/Berlin")),
            clinic_language=_shaped(env, "CLINIC_LANGUAGE", "en", "en|ar", "en or ar"),
            clinic_currency=_shaped(env, "CLINIC_CURRENCY", "EUR", "[A-Z]{3}", "an ISO 4217 code such as EUR"),
            clinic_country=_shaped(env, "CLINIC_COUNTRY", "DE", "[A-Z]{2}", "an ISO 3166 code such as DE"),
            log_file=_log_file(env.get("LOG_FILE", "")),
            metrics_bind=_metrics_bind(env.get("WEB_METRICS_BIND", "")),
            trusts_traces=_trusts_traces(env),
            otlp_endpoint=_address(env, "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"),
            sentry_dsn=_address(env, "SENTRY_DSN", "https://key@sentry.example.org/1"),
        )


def sqlalchemy_url(url: str | None) -> str | None:
    """Name the driver: the short form means another one to SQLAlchemy."""
    if not url:
        return None
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in ("postgres", "postgresql", "postgresql+psycopg2"):
        raise BadSetting(
            "A database URL here starts with postgresql://, as in postgresql://user:password@host:5432/hms."
        )
    return f"postgresql+psycopg2://{rest}"


def _secret_key(env: Mapping[str, str], data_dir: Path, *, is_production: bool) -> str:
    """Take SECRET_KEY; outside production, make one and keep it beside the data."""
    given = env.get("SECRET_KEY", "")
    if given:
        if len(given.strip()) < 32:
            raise BadSetting("SECRET_KEY is shorter than 32 characters; `openssl rand -hex 32` makes a good one.")
        return given
    if is_production:
        raise BadSetting("SECRET_KEY is missing; `openssl rand -hex 32` makes a good one.")
    return _kept_key(data_dir / "secret_key")


def _backup_key(env: Mapping[str, str], data_dir: Path, *, is_production: bool) -> bytes | None:
    """Take BACKUP_KEY; outside production, make one and keep it beside the data."""
    given = env.get("BACKUP_KEY", "").strip()
    if not given:
        return None if is_production else bytes.fromhex(_kept_key(data_dir / "backup_key"))
    with contextlib.suppress(ValueError):
        key = bytes.fromhex(given) if len(given) == 64 else base64.b64decode(given, validate=True)
        if len(key) == 32:
            return key
    raise BadSetting("BACKUP_KEY must be 32 bytes, as hex or base64; `openssl rand -hex 32` makes a good one.")


def _kept_key(kept: Path) -> str:
    """Read a key that is kept in a file; make it the first time."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    if not kept.exists():
        with NamedTemporaryFile("w", dir=kept.parent) as file:
            file.write(secrets.token_hex(32))
            file.flush()
            # A link appears whole or not at all: of two processes that start together, both read one key.
            with contextlib.suppress(FileExistsError):
                os.link(file.name, kept)
    return kept.read_text().strip()


def _flag(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = env.get(name, "").strip().lower()
    if value not in ("", "0", "1", "true", "false"):
        raise BadSetting(f"{name} is {value!r}; it can be 1 or 0.")
    return default if value == "" else value in ("1", "true")


def _number(env: Mapping[str, str], name: str, default: int, *, least: int = 0) -> int:
    value = env.get(name, "") or str(default)
    if not re.fullmatch("[0-9]{1,9}", value) or int(value) < least:
        raise BadSetting(f"{name} is {value!r}; it must be a whole number, {least} or more.")
    return int(value)


def _shaped(env: Mapping[str, str], name: str, default: str, shape: str, wanted: str) -> str:
    value = env.get(name) or default
    if not re.fullmatch(shape, value):
        raise BadSetting(f"{name} is {value!r}; it must be {wanted}.")
    return value


def _trusts_traces(env: Mapping[str, str]) -> bool:
    trusts = _flag(env, "TRUSTED_TRACES", default=False)
    if trusts and not _number(env, "TRUSTED_PROXIES", 0):
        raise BadSetting("TRUSTED_TRACES=1 believes a proxy, and TRUSTED_PROXIES says that there is none.")
    return trusts


def _metrics_bind(value: str) -> tuple[str, int] | None:
    if not value:
        return None
    host, _, port = value.rpartition(":")
    if not host or not re.fullmatch("[0-9]{1,5}", port):
        raise BadSetting(f"WEB_METRICS_BIND is {value!r}; write it as 0.0.0.0:9090.")
    return host.strip("[]"), int(port)


def _address(env: Mapping[str, str], name: str, example: str) -> str | None:
    value = env.get(name, "").rstrip("/")
    if value and not re.fullmatch(r"https?://[^/\s]+\S*", value):
        raise BadSetting(f"{name} is not the address of a server; write it as {example}.")
    return value or None


def _log_file(value: str) -> Path | None:
    path = Path(value).resolve() if value else None
    if path and not os.access(path.parent, os.W_OK | os.X_OK):
        raise BadSetting(f"LOG_FILE is {value!r}; nothing can be written to that folder.")
    return path


def _features(value: str) -> tuple[str, ...]:
    named = {part.strip() for part in value.split(",") if part.strip()}
    if unknown := named.difference(FEATURES):
        raise BadSetting(f"FEATURES has {min(unknown)!r}; it can name {', '.join(FEATURES)}.")
    return tuple(name for name in FEATURES if not named or name in named)


def _origins(value: str) -> tuple[str, ...]:
    """The sites whose pages may call the API, each by its whole name: a * would let in everybody's, with our cookie."""
    named = tuple(part.strip() for part in value.split(",") if part.strip())
    for origin in named:
        if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?", origin):
            raise BadSetting(
                f"CORS_ORIGINS has {origin!r}; write each site as https://clinic.example.org, without a path or a *."
            )
    return named


def _first_admin(env: Mapping[str, str]) -> tuple[str, str] | tuple[None, None]:
    email, password = env.get("ADMIN_EMAIL", ""), env.get("ADMIN_PASSWORD", "")
    if not email and not password:
        return None, None
    if not email or not password:
        raise BadSetting("ADMIN_EMAIL and ADMIN_PASSWORD make the first admin together; one of them is missing.")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
        raise BadSetting(f"ADMIN_EMAIL is {email!r}; write it as name@example.org.")
    if len(password) < SHORTEST_PASSWORD:
        raise BadSetting(
            f"ADMIN_PASSWORD is shorter than {SHORTEST_PASSWORD} characters; a few words in a row will do."
        )
    return email, password


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadSetting(f"CLINIC_ZONE is {name!r}; it must be an IANA time zone such as Europe/Berlin.") from None
