export { classMissing } from "./class-missing.ts";
