import appointments from "./appointments.json";
import common from "./common.json";
import doctors from "./doctors.json";
import imports from "./imports.json";
import patients from "./patients.json";
import records from "./records.json";

/** One file per part of the product; t("patients.add") is "add" in patients.json. */
export default { ...common, appointments, doctors, imports, patients, records };
