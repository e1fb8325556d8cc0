"""How users and their sign-ins are found."""

from __future__ import annotations

from sqlalchemy import Select, exists, select, text

from clinic.shared.keys import email_key
from models import Doctor, User


def user_by_email(email: str) -> Select[User]:
    return select(User).where(User.email_key == email_key(email))


def is_of_the_clinic(doctor_id: int) -> Select[bool]:
    """Whether a doctor is one of the clinic's own, and can have an account."""
    return select(exists().where(Doctor.id == doctor_id, ~Doctor.is_visiting))


# Asked on every request, so it is plain SQL: building and compiling a Select costs more than the query.
LIVE_ACTOR = text("""
    SELECT u.id, u.public_id, u.name, u.email, u.role, u.grants, u.doctor_id
    FROM sign_in s
    JOIN "user" u ON u.id = s.user_id
    WHERE s.id = :sign_in_id AND u.public_id = CAST(:public_id AS uuid)
      AND u.is_active AND s.ended_at IS NULL AND s.expires_at > now()
""")
"""The user whom an access token names, while the account is active and the sign-in has not ended."""
