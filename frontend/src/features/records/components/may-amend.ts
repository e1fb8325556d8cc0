import type { MedicalRecord } from "@/lib/api";
import type { User } from "@/lib/session";

/** The server decides; this keeps from offering what it would refuse. A doctor amends under the own name only. */
export function mayAmend(user: User, record: Pick<MedicalRecord, "doctor_id">): boolean {
  return user.role !== "doctor" || user.doctor_id === record.doctor_id;
}
