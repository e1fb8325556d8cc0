import appointments from "./appointments.json";
import common from "./common.json";

/** The words of the first load: what stands around every page, and the diary. */
export default { ...common, appointments };
