/** Those who can sign in to the demo clinic. */
export const PEOPLE = {
  admin: "admin@linden.example",
  reception: "reception@linden.example",
  nurse: "nurse@linden.example",
  doctor: "adeyemi@linden.example",
} as const;
export const PASSWORD = "linden tree in bloom";

export type Who = keyof typeof PEOPLE;
