export { casefileArchive } from "./casefile-archive.ts";
export { folder } from "./folder.ts";
