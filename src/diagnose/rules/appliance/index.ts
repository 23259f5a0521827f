export { bootstrap } from "./bootstrap.ts";
export { credentials } from "./credentials.ts";
export { knownFailure } from "./known-failure.ts";
export { releaseDrift } from "./release-drift.ts";
export { releaseMissing } from "./release-missing.ts";
export { storageMissing } from "./storage-missing.ts";
export { workloadMissing } from "./workload-missing.ts";
