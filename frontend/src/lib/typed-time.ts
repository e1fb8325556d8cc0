/** Reads a time as people type it: 9, 930, 9:30, 9.30, 14h, 2pm. Gives "HH:MM", or null. */
export function parseTypedTime(text: string): string | null {
  const typed = text
    .replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
    .trim()
    .toLowerCase();
  const match = /^(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(h|am|pm|ص|م)?$/.exec(typed);
  if (!match?.[1]) return null;
  let hour = Number(match[1]);
  const minute = Number(match[2] ?? "0");
  const half = match[3];
  if (half === "pm" || half === "م") hour = hour < 12 ? hour + 12 : hour;
  if ((half === "am" || half === "ص") && hour === 12) hour = 0;
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
