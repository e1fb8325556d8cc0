"""A setting that the product can't start with safely is named, with what to do, before anything is served."""

from __future__ import annotations

import pytest

from config import BadSetting, Config

GOOD = {"DATABASE_URL": "postgresql://hms_app:password@db/hms", "SECRET_KEY": "k" * 32}
PRODUCTION = {**GOOD, "HMS_ENV": "production"}


def read(**settings: str) -> Config:
    return Config.from_env({name: value for name, value in settings.items() if value != "(unset)"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HMS_ENV", "prod"),
        ("HMS_ENV", "Production"),
        ("HMS_ENV", ""),
        ("DATABASE_URL", "mysql://db/hms"),
        ("DATABASE_URL", "db/hms"),
        ("DATABASE_URL", "sqlite:///hms.db"),
        ("DATABASE_URL", "postgresql+asyncpg://db/hms"),
        ("MIGRATION_DATABASE_URL", "mysql://db/hms"),
        ("SECRET_KEY", "k" * 31),
        ("SECRET_KEY", " " * 40),
        ("BACKUP_KEY", "k" * 64),
        ("BACKUP_KEY", "ab" * 31),
        ("BACKUP_KEY", "a passphrase"),
        ("BACKUP_DAYS", "0"),
        ("DEMO", "yes"),
        ("DEMO", "2"),
        ("CORS_ORIGINS", "*"),
        ("CORS_ORIGINS", "https://*.example.org"),
        ("CORS_ORIGINS", "https://.*"),
        ("CORS_ORIGINS", "clinic.example.org"),
        ("CORS_ORIGINS", "https://clinic.example.org/"),
        ("CORS_ORIGINS", "https://clinic.example.org/app"),
        ("CORS_ORIGINS", "https://clinic.example.org, *"),
        ("CORS_ORIGINS", "null"),
        ("TRUSTED_PROXIES", "all"),
        ("TRUSTED_PROXIES", "-1"),
        ("DB_POOL_SIZE", "ten"),
        ("DB_POOL_SIZE", "1.5"),
        ("DB_POOL_SIZE", "²"),
        ("DB_POOL_SIZE", "0"),
        ("DB_MAX_OVERFLOW", "-1"),
        ("DB_POOL_TIMEOUT", "1s"),
        ("WEB_CONCURRENCY", "0"),
        ("WEB_PODS", "0"),
        ("FEATURES", "patients, billing"),
        ("ADMIN_EMAIL", "boss"),
        ("ADMIN_PASSWORD", "fourteen signs"),
        ("CLINIC_NAME", " "),
        ("CLINIC_NAME", "x" * 101),
        ("CLINIC_ZONE", "Berlin"),
        ("CLINIC_ZONE", "../../etc/passwd"),
        ("CLINIC_ZONE", "/etc/passwd"),
        ("CLINIC_ZONE", "Europe/Berlin\0"),
        ("CLINIC_ZONE", "Europe"),
        ("CLINIC_ZONE", "posixrules/x"),
        ("CLINIC_LANGUAGE", "xx"),
        ("CLINIC_LANGUAGE", "English"),
        ("CLINIC_CURRENCY", "Euro"),
        ("CLINIC_CURRENCY", "€"),
        ("CLINIC_COUNTRY", "Germany"),
        ("CLINIC_COUNTRY", "de"),
        ("CLINIC_COUNTRY", "D1"),
    ],
)
def test_a_setting_that_can_not_be_is_named(name, value):
    admin = {"ADMIN_EMAIL": "boss@example.org", "ADMIN_PASSWORD": "a long enough password"}
    with pytest.raises(
        BadSetting, match=name.removeprefix("MIGRATION_").replace("DATABASE_URL", "(DATABASE_URL|database URL)")
    ):
        read(**{**GOOD, **admin, name: value})


@pytest.mark.parametrize("missing", ["DATABASE_URL", "SECRET_KEY"])
@pytest.mark.parametrize("value", ["(unset)", ""])
def test_production_starts_with_no_database_or_key_of_its_own_making(missing, value, tmp_path):
    with pytest.raises(BadSetting, match=missing):
        read(**{**PRODUCTION, missing: value, "HMS_DATA_DIR": str(tmp_path)})
    assert list(tmp_path.iterdir()) == []


def test_production_refuses_the_demo():
    with pytest.raises(BadSetting, match="DEMO"):
        read(**PRODUCTION, DEMO="1")
    assert read(**PRODUCTION).demo is False


@pytest.mark.parametrize("alone", ["ADMIN_EMAIL", "ADMIN_PASSWORD"])
def test_half_an_admin_is_named_rather_than_forgotten(alone):
    """Whoever sets one waits for an account that nobody makes."""
    value = {"ADMIN_EMAIL": "boss@example.org", "ADMIN_PASSWORD": "a long enough password"}[alone]
    with pytest.raises(BadSetting, match=r"ADMIN_EMAIL.*ADMIN_PASSWORD"):
        read(**GOOD, **{alone: value})


def test_what_a_setting_holds_is_not_said_where_it_is_secret():
    for secret in ({"SECRET_KEY": "hunter2"}, {"DATABASE_URL": "mysql://hms:hunter2@db/hms"},
                   {"ADMIN_EMAIL": "boss@example.org", "ADMIN_PASSWORD": "hunter2"}):  # fmt: skip
        with pytest.raises(BadSetting) as told:
            read(**{**GOOD, **secret})
        assert "hunter2" not in str(told.value)


def test_without_settings_it_is_a_clinic_in_development(tmp_path):
    config = read(HMS_DATA_DIR=str(tmp_path))
    assert (config.database_url, config.demo, config.is_production) == (None, True, False)
    assert config.cors_origins == ("http://localhost:5173",)
    assert (config.pool_size, config.pool_overflow, config.pool_timeout) == (10, 20, 30)  # the HLD's 2.5


def test_the_key_that_development_makes_is_kept_and_good(tmp_path):
    first, second = (read(HMS_DATA_DIR=str(tmp_path)).secret_key for _ in range(2))
    assert first == second
    assert len(first) == 64
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_the_short_form_of_a_database_url_means_our_driver():
    for scheme in ("postgres", "postgresql", "postgresql+psycopg2"):
        url = read(**{**GOOD, "DATABASE_URL": f"{scheme}://db/hms"}).database_url
        assert url == "postgresql+psycopg2://db/hms"


def test_in_production_no_other_site_may_call_unless_one_is_named():
    assert read(**PRODUCTION).cors_origins == ()
    named = read(**PRODUCTION, CORS_ORIGINS="https://a.example.org, https://b.example.org:8443")
    assert named.cors_origins == ("https://a.example.org", "https://b.example.org:8443")
