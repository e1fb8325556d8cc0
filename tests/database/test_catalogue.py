"""The schema that migrations make is the one that the models declare, to the last default and comment."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine

from models import db
from tests.database.schema import CATALOGUE, Catalogue, catalogue, cursor


@pytest.fixture(scope="session")
def by_migrations(postgres, migrated) -> Catalogue:
    return catalogue(postgres, migrated)


@pytest.fixture(scope="session")
def by_models(postgres, migrated) -> Catalogue:
    """The same database, with its tables dropped and made again by create_all."""
    name = f"models_of_{migrated}"
    postgres.create_database(name, template=migrated)
    tables = ", ".join(f'"{table}"' for table in db.metadata.tables)
    with cursor(postgres, name, "migrator") as run:
        run.execute(f"DROP TABLE {tables}")
    engine = create_engine(postgres.url("migrator", name))
    db.metadata.create_all(engine)
    engine.dispose()
    return catalogue(postgres, name)


@pytest.mark.parametrize("kind", CATALOGUE)
def test_the_migrated_schema_is_the_models(by_migrations, by_models, kind):
    assert by_migrations[kind] == by_models[kind]
    assert by_models[kind], "an empty catalogue equals everything"


def test_every_table_of_the_models_is_there(by_migrations):
    kinds = {name: kind for (name,), (kind, *_) in by_migrations["tables"].items()}
    assert {name for name, kind in kinds.items() if kind == "r"} == set(db.metadata.tables)


def test_every_foreign_key_can_be_followed_back_by_an_index(by_migrations):
    """Deleting or merging a row looks for those that refer to it; without an index that reads a whole table."""
    not_followed = {
        # Who archived, wrote or merged is never deleted.
        "fk_patient_archived_by_id", "fk_appointment_archived_by_id", "fk_medical_record_archived_by_id",
        "fk_medical_record_author_id", "fk_medical_record_version_author_id", "fk_doctor_merged_into_id",
    }  # fmt: skip
    indexed = {(table, text.partition("USING")[2].partition("(")[2].split(",")[0].strip(" )"))
               for (table, _), (text, _) in by_migrations["indexes"].items()}  # fmt: skip
    unindexed = {
        name
        for (table, name), (kind, text, _) in by_migrations["constraints"].items()
        if kind == "f" and (table, text.partition("(")[2].partition(")")[0]) not in indexed
    }
    assert unindexed == not_followed


def test_what_the_hld_names_has_the_hlds_types(by_migrations):
    """Section 3.1; times have a zone (DESIGN.md)."""
    told = {
        "patient": {
            "id": "integer", "name": "character varying(100)", "email": "character varying(120)",
            "date_of_birth": "date", "phone": "character varying(20)", "address": "text",
            "blood_group": "character varying(5)", "created_at": "timestamp with time zone",
            "updated_at": "timestamp with time zone",
        },
        "appointment": {
            "id": "integer", "patient_id": "integer", "doctor_name": "character varying(100)",
            "appointment_datetime": "timestamp with time zone", "status": "character varying(20)", "reason": "text",
            "notes": "text", "created_at": "timestamp with time zone",
        },
        "medical_record": {
            "id": "integer", "patient_id": "integer", "diagnosis": "text", "prescription": "text",
            "doctor_name": "character varying(100)", "record_date": "date", "notes": "text",
            "created_at": "timestamp with time zone",
        },
    }  # fmt: skip
    for table, columns in told.items():
        for column, type_name in columns.items():
            assert by_migrations["columns"][table, column][1] == type_name, f"{table}.{column}"
