import day from "./day";
import rest from "./rest";

/** One file per part of the product; t("patients.add") is "add" in patients.json. */
export default { ...day, ...rest };
