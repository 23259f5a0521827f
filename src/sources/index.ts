/** The registry of sources: a new one is a file and a line. */
export { cluster } from "./cluster.ts";
export { events } from "./events.ts";
export { logs } from "./logs.ts";
export { objects } from "./objects.ts";
export { talos } from "./talos.ts";
