"""Every table and constraint of the clinic, in the order a visit meets them; no behaviour.

Nobody walks from row to row here: a query joins what it needs, so that its cost is seen where it is written.
The keys (`name_key`, `email_key`, `search_key`) are made by `clinic.shared.keys` and nothing else, because the
databases it must run on neither sort nor fold letters alike.
"""

from __future__ import annotations

import enum
import uuid
from datetime import date, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID, ExcludeConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry


class Role(enum.StrEnum):
    """What a person does here. A practice manager is an admin."""

    ADMIN = "admin"
    DOCTOR = "doctor"
    STAFF = "staff"


class Grant(enum.StrEnum):
    """What a member of staff may do beyond the desk."""

    CLINICAL = "clinical"


class Status(enum.StrEnum):
    """Where an appointment stands."""

    SCHEDULED = "scheduled"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    IN_ROOM = "in_room"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


BLOOD_GROUPS = ("A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-")


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s"})
    registry = registry(type_annotation_map={datetime: DateTime(timezone=True), str: Text})


db = SQLAlchemy(model_class=Base)


def one_of(column: str, values: enum.EnumType | tuple[str, ...], name: str) -> CheckConstraint:
    """Hold a column to a closed list."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=name)


class Row:
    """What every row has: two names, two times and a version that each change counts up."""

    id: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-2)
    public_id: Mapped[uuid.UUID] = mapped_column(UUID(as_uuid=True), server_default=text("uuid_v7()"), sort_order=-1)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), sort_order=1)
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now(), sort_order=1)
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"), default=1, sort_order=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 -- SQLAlchemy hands over the class
        return {"version_id_col": cls.version}


class Archivable:
    """A row that DELETE takes out of every list, and that an admin can bring back."""

    archived_at: Mapped[datetime | None] = mapped_column(sort_order=2)
    archived_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), sort_order=2)


# ── the clinic and its people ────────────────────────────────────────────────────────────────────────────


class Clinic(Base):
    """The one clinic that this installation serves."""

    __tablename__ = "clinic"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False, server_default="1")
    name: Mapped[str] = mapped_column(String(100))
    zone: Mapped[str] = mapped_column(String(64), comment="IANA name: Europe/Berlin")
    language: Mapped[str] = mapped_column(String(35), comment="BCP 47: en, ar")
    currency: Mapped[str] = mapped_column(String(3), comment="ISO 4217: EUR")
    country: Mapped[str] = mapped_column(String(2), comment="ISO 3166: DE; reads phone numbers without +")

    __table_args__ = (CheckConstraint("id = 1", name="ck_clinic_is_one"),)


class Doctor(Row, Base):
    """Someone patients are booked with: known to the clinic, or visiting and known by name only."""

    __tablename__ = "doctor"

    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(Text(collation="C"), comment="without title, case, accents, spaces")
    specialty: Mapped[str | None] = mapped_column(String(100))
    is_visiting: Mapped[bool] = mapped_column(server_default=text("false"))
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("doctor.id"))

    __table_args__ = (
        UniqueConstraint("public_id", name="uq_doctor_public_id"),
        CheckConstraint("merged_into_id IS NULL OR is_visiting", name="ck_doctor_only_visiting_is_merged"),
        CheckConstraint("merged_into_id <> id", name="ck_doctor_not_merged_into_itself"),
        Index("uq_doctor_visiting_name", "name_key", unique=True, postgresql_where=text("is_visiting")),
        Index("ix_doctor_name", "name_key", "id"),
    )


class User(Row, Base):
    """Somebody who signs in."""

    __tablename__ = "user"

    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(Text(collation="C"))
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(20))
    grants: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    password_hash: Mapped[str]
    doctor_id: Mapped[int | None] = mapped_column(ForeignKey("doctor.id"))
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))

    __table_args__ = (
        UniqueConstraint("public_id", name="uq_user_public_id"),
        UniqueConstraint("email_key", name="uq_user_email"),
        UniqueConstraint("doctor_id", name="uq_user_doctor"),
        one_of("role", Role, "ck_user_role_is_known"),
        CheckConstraint(f"grants <@ ARRAY[{', '.join(repr(str(g)) for g in Grant)}]", name="ck_user_grants_are_known"),
        CheckConstraint("(role = 'doctor') = (doctor_id IS NOT NULL)", name="ck_user_doctor_has_profile"),
    )


class SignIn(Base):
    """One sign-in and the family of refresh tokens that follows from it.

    A token is a keyed hash over the row's nonce and generation, so none is stored, and an old one is still
    known as ours when somebody tries it again.
    """

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    generation: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    rotated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = (
        CheckConstraint("expires_at > created_at", name="ck_sign_in_expires_after_start"),
        CheckConstraint("(ended_at IS NULL) = (ended_because IS NULL)", name="ck_sign_in_end_has_its_reason"),
        Index("ix_sign_in_user", "user_id"),
    )


# ── patients ─────────────────────────────────────────────────────────────────────────────────────────────


class Patient(Row, Archivable, Base):
    """A person the clinic cares for."""

    __tablename__ = "patient"

    name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str | None] = mapped_column(String(120))
    date_of_birth: Mapped[date] = mapped_column(Date)
    phone: Mapped[str | None] = mapped_column(String(20))
    address: Mapped[str | None]
    blood_group: Mapped[str | None] = mapped_column(String(5))
    name_key: Mapped[str] = mapped_column(Text(collation="C"))
    email_key: Mapped[str | None] = mapped_column(Text(collation="C"))
    search_key: Mapped[str] = mapped_column(Text(collation="C"), comment="name, email and phone, folded")

    __table_args__ = (
        UniqueConstraint("public_id", name="uq_patient_public_id"),
        one_of("blood_group", BLOOD_GROUPS, "ck_patient_blood_group_is_known"),
        CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name="ck_patient_can_be_reached"),
        CheckConstraint("(email IS NULL) = (email_key IS NULL)", name="ck_patient_email_has_key"),
        CheckConstraint("name_key <> ''", name="ck_patient_name_is_not_blank"),
        CheckConstraint("date_of_birth >= '1850-01-01'", name="ck_patient_born_in_living_memory"),
        Index("uq_patient_email_live", "email_key", unique=True, postgresql_where=text("archived_at IS NULL")),
        Index("ix_patient_name", "name_key", "id", postgresql_where=text("archived_at IS NULL")),
        Index("ix_patient_born", "date_of_birth", "id", postgresql_where=text("archived_at IS NULL")),
        Index("ix_patient_created", "created_at", "id", postgresql_where=text("archived_at IS NULL")),
        Index("ix_patient_archived", "name_key", "id", postgresql_where=text("archived_at IS NOT NULL")),
        Index(
            "ix_patient_search",
            "search_key",
            postgresql_using="gin",
            postgresql_ops={"search_key": "gin_trgm_ops"},
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index(
            "ix_patient_name_words",
            "name_key",
            postgresql_using="gin",
            postgresql_ops={"name_key": "gin_trgm_ops"},
            postgresql_where=text("archived_at IS NULL"),
        ),
    )


class PatientIdentifier(Base):
    """A number somebody else knows the patient by: a hospital's, an insurer's, another system's."""

    __tablename__ = "patient_identifier"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id", ondelete="CASCADE"))
    system: Mapped[str] = mapped_column(String(200), comment="the URI that says whose number it is (FHIR)")
    value: Mapped[str] = mapped_column(String(200))

    __table_args__ = (
        UniqueConstraint("system", "value", name="uq_patient_identifier_system_value"),
        CheckConstraint("system <> '' AND value <> ''", name="ck_patient_identifier_is_not_blank"),
        Index("ix_patient_identifier_patient", "patient_id"),
    )


# ── appointments ─────────────────────────────────────────────────────────────────────────────────────────

# What holds a time: neither archived nor over before it began, as clinic.appointments.rules.FREES_ITS_TIME says it.
LIVE = "archived_at IS NULL AND status NOT IN ('cancelled', 'no_show')"
# The statuses of a visit that is neither over nor called off.
COMING = frozenset({Status.SCHEDULED, Status.CONFIRMED, Status.ARRIVED, Status.IN_ROOM})


def never_overlaps(who: str, name: str) -> ExcludeConstraint:
    """Two live appointments of one doctor or patient never share a moment.

    Deferrable, so that one transaction can move many at once.
    """
    return ExcludeConstraint(
        (who, "="),
        (text("tstzrange(appointment_datetime, ends_at)"), "&&"),
        where=text(LIVE),
        using="gist",
        name=name,
        deferrable=True,
        initially="IMMEDIATE",
    )


class Appointment(Row, Archivable, Base):
    """A patient's visit with a doctor, from `appointment_datetime` up to, not including, `ends_at`."""

    __tablename__ = "appointment"

    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id", ondelete="CASCADE"))
    doctor_id: Mapped[int] = mapped_column(ForeignKey("doctor.id"), comment="NOT NULL: a NULL never conflicts")
    doctor_name: Mapped[str] = mapped_column(String(100))
    appointment_datetime: Mapped[datetime]
    ends_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(20), server_default=text("'scheduled'"))
    reason: Mapped[str | None]
    notes: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("public_id", name="uq_appointment_public_id"),
        one_of("status", Status, "ck_appointment_status_is_known"),
        CheckConstraint("ends_at > appointment_datetime", name="ck_appointment_ends_after_start"),
        CheckConstraint("ends_at - appointment_datetime <= INTERVAL '24:00'", name="ck_appointment_within_a_day"),
        CheckConstraint(
            "appointment_datetime >= '1900-01-01 00:00+00' AND ends_at < '2200-01-01 00:00+00'",
            name="ck_appointment_in_our_time",
        ),
        never_overlaps("doctor_id", "ex_appointment_doctor_free"),
        never_overlaps("patient_id", "ex_appointment_patient_free"),
        Index("ix_appointment_patient_id", "patient_id", "appointment_datetime", "id"),
        Index("ix_appointment_doctor_day", "doctor_id", "appointment_datetime", "id"),
        Index("ix_appointment_day", "appointment_datetime", "id", postgresql_where=text("archived_at IS NULL")),
    )


# ── medical records ──────────────────────────────────────────────────────────────────────────────────────


class RecordText:
    """What a record says: the same columns in the record and in each of its versions."""

    diagnosis: Mapped[str]
    prescription: Mapped[str | None]
    doctor_name: Mapped[str] = mapped_column(String(100))
    record_date: Mapped[date] = mapped_column(Date)
    notes: Mapped[str | None]


class MedicalRecord(RecordText, Row, Archivable, Base):
    """What a doctor found and did. Amended by a new version, never overwritten."""

    __tablename__ = "medical_record"

    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id", ondelete="CASCADE"))
    doctor_id: Mapped[int] = mapped_column(ForeignKey("doctor.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    __table_args__ = (
        UniqueConstraint("public_id", name="uq_medical_record_public_id"),
        CheckConstraint("diagnosis ~ '\\S'", name="ck_medical_record_has_diagnosis"),
        Index("ix_medical_record_patient_id", "patient_id", "record_date", "id"),
        Index("ix_medical_record_doctor", "doctor_id", "record_date", "id"),
        Index("ix_medical_record_date", "record_date", "id", postgresql_where=text("archived_at IS NULL")),
    )


class MedicalRecordVersion(RecordText, Base):
    """A medical record as it once read. The application can add versions and read them, nothing else."""

    __tablename__ = "medical_record_version"

    record_id: Mapped[int] = mapped_column(
        ForeignKey("medical_record.id", ondelete="CASCADE"), primary_key=True, sort_order=-2
    )
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, sort_order=-1)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"), sort_order=1)
    reason: Mapped[str | None] = mapped_column(sort_order=1)
    written_at: Mapped[datetime] = mapped_column(server_default=func.now(), sort_order=1)

    __table_args__ = (
        CheckConstraint("version = 1 OR reason ~ '\\S'", name="ck_medical_record_version_amended_for_a_reason"),
    )


# ── what surrounds the work ──────────────────────────────────────────────────────────────────────────────


class AuditEvent(Base):
    """Who did what to whose data. The application can append and read, nothing else.

    It refers to rows by number without foreign keys: the trail outlives what it tells of.
    """

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    user_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(60), comment="patient.read, appointment.book, user.sign_in")
    entity_id: Mapped[int | None]
    patient_id: Mapped[int | None]
    request_id: Mapped[str | None] = mapped_column(String(64))
    address: Mapped[str | None] = mapped_column(String(64))
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))

    __table_args__ = (
        CheckConstraint("action ~ '^[a-z_]+[.][a-z_]+$'", name="ck_audit_event_action_is_noun_and_verb"),
        Index("ix_audit_event_patient", "patient_id", "id"),
        Index("ix_audit_event_user", "user_id", "id"),
    )


class IdempotencyKey(Base):
    """The answer to a request that its sender may repeat, kept for a day."""

    __tablename__ = "idempotency_key"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    request_hash: Mapped[bytes] = mapped_column(LargeBinary, comment="sha256 of method, path and body")
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (Index("ix_idempotency_key_created", "created_at"),)


class RowTotal(Base):
    """How many living rows a table has: the sum over its shards. Triggers keep it; the app only reads.

    Sharded by the writing connection, so that two bookings never wait for each other's counter.
    """

    __tablename__ = "row_total"

    table_name: Mapped[str] = mapped_column(String(63), primary_key=True)
    shard: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    living: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
