import type { User } from "@/lib/session";

/** Where the day begins: the diary for doctors, the patients for everybody else. */
export function homeOf(user: User): string {
  return user.role === "doctor" ? "/appointments" : "/patients";
}
