"""How a doctor's name is read. No database, no Flask."""

from __future__ import annotations

from typing import Any

from clinic.shared.errors import BROKEN_CONSTRAINTS, Conflict, Refusal
from clinic.shared.keys import name_key

_TITLES = {
    "dr", "dra", "doctor", "prof", "professor", "med", "md", "phd", "mr", "mrs", "ms", "miss", "mx", "herr", "frau",
    "sr", "sra", "mme", "dott", "dottssa", "д", "доктор", "د", "دكتور", "دكتورة", "الدكتور", "الدكتورة",
}  # fmt: skip


class DoctorAmbiguous(Refusal):
    """Two known doctors share the name; `doctors` lists them."""

    code = "doctor_ambiguous"
    message = "Two doctors here have this name. Send doctor_id."


class DoctorInactive(Conflict):
    code = "doctor_inactive"


class MergeConflict(Conflict):
    """The two doctors have visits at the same time; `overlaps` lists them."""

    code = "merge_conflict"
    message = "The two have visits at the same time. Move those first; nothing was merged."


class NotMergeable(Conflict):
    code = "not_mergeable"
    message = "Only a visiting doctor can be merged, into another doctor who is not merged already."


class AlreadyMerged(Conflict):
    code = "already_merged"
    message = "This name was merged into another doctor. Change that one."


class DoctorHasAccount(Conflict):
    code = "doctor_has_account"
    message = "This doctor has an account here. Only a doctor without one can be visiting, or be merged."


class NameTaken(Conflict):
    code = "name_taken"
    message = "A visiting doctor of this name is listed already."


BROKEN_CONSTRAINTS["uq_doctor_visiting_name"] = NameTaken


def doctor_key(name: str) -> str:
    """Fold a doctor's name: Dr. Ruth ADEYEMI, MD and ruth adeyemi are one."""
    key = name_key(name)
    words = key.split()
    bare = [word for word in words if word not in _TITLES]
    return " ".join(bare or words) or key


def check_stands_alone(doctor: Any) -> None:
    """Raises AlreadyMerged."""
    if doctor.merged_into_id:
        raise AlreadyMerged()


def check_can_be_booked(doctor: Any, *, named_by: str) -> None:
    """Raises DoctorInactive, which belongs to the field that named the doctor."""
    if not doctor.is_active:
        sentence = f"{doctor.name} can no longer be booked. Choose another doctor."
        raise DoctorInactive(sentence, fields={named_by: [sentence]})


def check_can_merge(visiting: Any, target: Any) -> None:
    """Raises NotMergeable."""
    if not visiting.is_visiting or visiting.merged_into_id or target.merged_into_id or visiting.id == target.id:
        raise NotMergeable()
