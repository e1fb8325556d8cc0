"""What makes a password good enough, a token ours, and a sign-in over. No database, no Flask."""

from __future__ import annotations

import base64
import enum
import hashlib
import hmac
import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import bcrypt
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from clinic.shared.errors import BROKEN_CONSTRAINTS, Conflict, Refusal, Unauthenticated
from config import SHORTEST_PASSWORD

ACCESS_LIFE = timedelta(minutes=10)
REFRESH_LIFE = timedelta(days=7)
# A reply can be lost after the token was rotated: the one before it still works this long.
GRACE = timedelta(seconds=10)

# Above OWASP's measure, and little enough that every process of a pod can hash at once in what half a gibibyte leaves:
# at 64 MiB each, eight who signed in together had the kernel kill the processes that served them.
MEASURE = replace(RFC_9106_LOW_MEMORY, memory_cost=32 * 1024, parallelism=1)
_hasher = PasswordHasher.from_parameters(MEASURE)
# One at a time in a process: more take memory, and no less time.
_hashing = threading.Lock()


class BadCredentials(Unauthenticated):
    code = "bad_credentials"
    message = "Email and password do not match."


class WeakPassword(Refusal):
    code = "weak_password"
    message = f"A password has {SHORTEST_PASSWORD} characters or more. A few words in a row make a good one."


class EmailInUse(Conflict):
    code = "email_in_use"
    message = "Somebody signs in with this e-mail address already."


class DoctorHasAccount(Conflict):
    code = "account_exists"
    message = "This doctor has an account already."


class DoctorNeeded(Refusal):
    code = "doctor_needed"
    message = "A user with the role doctor is one of the clinic's doctors, and nobody else is: say which by the number."


class NoSuchDoctor(Refusal):
    code = "no_such_doctor"
    message = "The clinic has no doctor with this number."


BROKEN_CONSTRAINTS["uq_user_email"] = EmailInUse
BROKEN_CONSTRAINTS["uq_user_doctor"] = DoctorHasAccount
BROKEN_CONSTRAINTS["ck_user_doctor_has_profile"] = DoctorNeeded
BROKEN_CONSTRAINTS["fk_user_doctor_id"] = NoSuchDoctor


def check_password_is_long_enough(password: str) -> None:
    """Raises WeakPassword."""
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword()


def hash_password(password: str) -> str:
    """Hash a password with Argon2id."""
    with _hashing:
        return _hasher.hash(password)


# Verified where no user has the address, so that both answers take the same time.
NOBODYS_HASH = "$argon2id$v=19$m=32768,t=3,p=1$O6N8SbDp+DAaA3Kq99/VcQ$JncS7iK7JfCHvHdgk/lvKP9yVsZdEdwQ9tE7FDZWzjk"


def is_password(password: str, password_hash: str) -> bool:
    """Compare a password with its hash: Argon2id, or bcrypt from before."""
    with _hashing:
        try:
            if password_hash.startswith("$2"):
                # bcrypt reads 72 bytes; longer passwords were cut when those hashes were made.
                return bcrypt.checkpw(password.encode()[:72], password_hash.encode())
            return _hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError, ValueError):
            return False


def is_hash_outdated(password_hash: str) -> bool:
    """Whether a good password should be hashed again, by today's measure."""
    return password_hash.startswith("$2") or _hasher.check_needs_rehash(password_hash)


@dataclass(frozen=True)
class RefreshToken:
    """Which sign-in, and the how-manieth token of its family."""

    sign_in_id: int
    generation: int
    mac: str

    def __str__(self) -> str:
        return f"{self.sign_in_id}.{self.generation}.{self.mac}"


def read_refresh_token(text: str) -> RefreshToken | None:
    """Take a token apart; None for what can't be one."""
    parts = text.split(".")
    if len(parts) != 3 or len(text) > 100 or not text.isascii() or not all(part.isdigit() for part in parts[:2]):
        return None
    sign_in_id, generation = int(parts[0]), int(parts[1])
    return RefreshToken(sign_in_id, generation, parts[2]) if sign_in_id < 2**63 and generation < 2**31 else None


def make_refresh_token(*, key: bytes, sign_in_id: int, generation: int, nonce: bytes) -> RefreshToken:
    """The token of one generation: a keyed hash that only the server can make, and make again."""
    signed = b":".join((nonce, str(sign_in_id).encode(), str(generation).encode()))
    mac = base64.urlsafe_b64encode(hmac.digest(key, signed, hashlib.sha256)).decode().rstrip("=")
    return RefreshToken(sign_in_id, generation, mac)


def is_ours(token: RefreshToken, *, key: bytes, nonce: bytes) -> bool:
    """Whether we made the token, of whatever generation."""
    real = make_refresh_token(key=key, sign_in_id=token.sign_in_id, generation=token.generation, nonce=nonce)
    return hmac.compare_digest(real.mac, token.mac)


class Verdict(enum.Enum):
    """What an authentic refresh token that lost the compare-and-set is."""

    LOST_REPLY = enum.auto()
    REUSED = enum.auto()
    OVER = enum.auto()


def judge_loser(
    *,
    token_generation: int,
    generation: int,
    rotated_at: datetime,
    expires_at: datetime,
    ended_at: datetime | None,
    now: datetime,
) -> Verdict:
    """Tell a retry after a lost reply (the generation just before, within the grace) from a stolen token."""
    if ended_at is not None or expires_at <= now:
        return Verdict.OVER
    if token_generation >= generation - 1 and now - rotated_at <= GRACE:
        return Verdict.LOST_REPLY
    return Verdict.REUSED
