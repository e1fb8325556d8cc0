"""The JSON of signing in."""

from __future__ import annotations

from clinic.shared import fields
from clinic.shared.keys import LONGEST_EMAIL
from models import Grant, Role

LONGEST_PASSWORD = 1024


class SignInSchema(fields.Body):
    """An address and a password."""

    email = fields.Text(required=True, most=LONGEST_EMAIL, blank=False)
    password = fields.Text(required=True, most=LONGEST_PASSWORD, blank=False)


class NewUserSchema(fields.Body):
    """Somebody who is to have an account."""

    email = fields.Email(required=True, most=LONGEST_EMAIL)
    name = fields.Text(required=True, most=100, blank=False)
    role = fields.Choice(Role, required=True)
    grants = fields.List(fields.Choice(Grant), required=True)
    doctor_id = fields.Id(required=True, allow_none=True)
    password = fields.Text(required=True, most=LONGEST_PASSWORD, blank=False)


class UserSchema(fields.Answer):
    """Who is signed in."""

    id = fields.UUID(required=True)
    name = fields.Plain(required=True)
    email = fields.Plain(required=True)
    role = fields.Choice(Role, required=True)
    grants = fields.List(fields.Choice(Grant), required=True)
    doctor_id = fields.Integer(required=True, allow_none=True)


class TokensSchema(fields.Answer):
    """An access token for the `Authorization: Bearer` header; the refresh token travels in a cookie."""

    access_token = fields.Plain(required=True)
    expires_in = fields.Integer(required=True, metadata={"description": "Seconds."})
    user = fields.Nested(UserSchema, required=True)
