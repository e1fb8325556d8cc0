/** Who changed a value, by how it was when both began: of three versions of one thing, field by field. */
export type Changer = "nobody" | "them" | "me" | "both";

/** The same change made by both is nothing to decide any more: it counts as theirs. */
export function whoChanged<Value>(before: Value, mine: Value, theirs: Value): Changer {
  if (mine === theirs) return mine === before ? "nobody" : "them";
  if (mine === before) return "them";
  return theirs === before ? "me" : "both";
}

/** My changes over their version. Where both changed a field, mine is kept unless `giveUp` names it. */
export function merged<Values extends Record<string, unknown>>(
  before: Values,
  mine: Values,
  theirs: Values,
  giveUp: readonly (keyof Values)[] = [],
): Values {
  const result = { ...theirs };
  for (const name of Object.keys(mine) as (keyof Values)[]) {
    const changer = whoChanged(before[name], mine[name], theirs[name]);
    if (changer === "me" || (changer === "both" && !giveUp.includes(name))) result[name] = mine[name];
  }
  return result;
}

/** The fields whose values differ: what a partial PUT sends. */
export function changedFields<Values extends Record<string, unknown>>(before: Values, now: Values): Partial<Values> {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== before[name])) as Partial<Values>;
}
