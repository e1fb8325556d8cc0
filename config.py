"""Settings, read once from the environment. A missing or unsafe one is named at start."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

HERE = Path(__file__).resolve().parent


class BadSetting(SystemExit):
    """A setting that the product can't start with: the sentence says which, and what to do."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """Everything that differs between one installation and another.

    `database_url` is None where the embedded PostgreSQL is to be used. `migration_database_url` belongs to a
    role that may change the schema; the application's own role may not.
    """

    environment: str
    database_url: str | None
    migration_database_url: str | None
    data_dir: Path
    secret_key: str
    demo: bool
    cors_origins: tuple[str, ...]
    trusted_proxies: int
    pool_size: int
    pool_overflow: int
    pool_timeout: int
    admin_email: str | None
    admin_password: str | None
    clinic_name: str
    clinic_zone: str
    clinic_language: str
    clinic_currency: str
    clinic_country: str
    testing: bool = False

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

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
        if is_production and not database_url:
            raise BadSetting("DATABASE_URL is missing: production needs a PostgreSQL of its own.")
        demo = _flag(env, "DEMO", default=not database_url and not is_production)
        if demo and is_production:
            raise BadSetting("DEMO=1 would put invented patients into a production clinic; unset DEMO or HMS_ENV.")
        return cls(
            environment=environment,
            database_url=database_url,
            migration_database_url=sqlalchemy_url(env.get("MIGRATION_DATABASE_URL")) or database_url,
            data_dir=data_dir,
            secret_key=_secret_key(env, data_dir, is_production=is_production),
            demo=demo,
            cors_origins=_listed(env.get("CORS_ORIGINS", "" if is_production else "http://localhost:5173")),
            trusted_proxies=_number(env, "TRUSTED_PROXIES", 0),
            pool_size=_number(env, "DB_POOL_SIZE", 10),
            pool_overflow=_number(env, "DB_MAX_OVERFLOW", 20),
            pool_timeout=_number(env, "DB_POOL_TIMEOUT", 30),
            admin_email=env.get("ADMIN_EMAIL") or None,
            admin_password=env.get("ADMIN_PASSWORD") or None,
            clinic_name=env.get("CLINIC_NAME", "Linden Street Clinic"),
            clinic_zone=_zone(env.get("CLINIC_ZONE", "Europe/Berlin")),
            clinic_language=env.get("CLINIC_LANGUAGE", "en"),
            clinic_currency=env.get("CLINIC_CURRENCY", "EUR"),
            clinic_country=env.get("CLINIC_COUNTRY", "DE"),
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
        if len(given) < 32:
            raise BadSetting("SECRET_KEY is shorter than 32 characters; `openssl rand -hex 32` makes a good one.")
        return given
    if is_production:
        raise BadSetting("SECRET_KEY is missing; `openssl rand -hex 32` makes a good one.")
    data_dir.mkdir(parents=True, exist_ok=True)
    kept = data_dir / "secret_key"
    if not kept.exists():
        with NamedTemporaryFile("w", dir=data_dir) as file:
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


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name, "")
    if value and not value.isdigit():
        raise BadSetting(f"{name} is {value!r}; it must be a whole number.")
    return int(value) if value else default


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError):
        raise BadSetting(f"CLINIC_ZONE is {name!r}; it must be an IANA time zone such as Europe/Berlin.") from None
