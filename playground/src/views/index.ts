export { alertView as alert } from "./alert.js";
export { allEvents as all } from "./all-events.js";
export { keyView as key } from "./key.js";
export { testsView as tests } from "./tests.js";
