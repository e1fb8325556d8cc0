"""How users and their sign-ins are found."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from clinic.shared.keys import email_key
from clinic.shared.paging import AnySelect
from models import Doctor, SignIn, User


def user_by_email(email: str) -> Select[User]:
    return select(User).where(User.email_key == email_key(email))


def live_actor(sign_in_id: int, public_id: str) -> AnySelect:
    """The user whom an access token names, while the account is active and the sign-in has not ended."""
    return (
        select(
            User.id,
            User.public_id,
            User.name,
            User.email,
            User.role,
            User.grants,
            User.doctor_id,
            Doctor.name.label("doctor_name"),
        )
        .join(SignIn, SignIn.user_id == User.id)
        .outerjoin(Doctor, Doctor.id == User.doctor_id)
        .where(
            SignIn.id == sign_in_id,
            User.public_id == public_id,
            User.is_active,
            SignIn.ended_at.is_(None),
            SignIn.expires_at > func.now(),
        )
    )


def users() -> Select[User]:
    return select(User).order_by(User.email_key)
