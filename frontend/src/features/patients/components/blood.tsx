import { bloodText } from "@/features/patients/patient-form";

/** A blood group reads from left to right in every language; a flipped sign would be another group. */
export function Blood({ group }: { group: string }) {
  return <bdi dir="ltr" translate="no">{bloodText(group)}</bdi>;
}
