import appointment_form from "./appointment-form.json";
import doctors from "./doctors.json";
import imports from "./imports.json";
import patients from "./patients.json";
import records from "./records.json";

/** The words of all other pages, which wait for them. */
export default { appointment_form, doctors, imports, patients, records };
