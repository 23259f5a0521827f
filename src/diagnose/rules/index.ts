import type { Rule } from "../rule.ts";
import * as appliance from "./appliance/index.ts";
import * as application from "./application/index.ts";
import * as gitops from "./gitops/index.ts";
import * as kubernetes from "./kubernetes/index.ts";
import * as storage from "./storage/index.ts";
import * as talos from "./talos/index.ts";

/** Every rule, by layer from the bottom, then by name. A new rule is one file and one line in its area's index.ts. */
export const RULES: readonly Rule[] = [talos, kubernetes, storage, gitops, application, appliance].flatMap((area) =>
    Object.values<Rule>(area),
);
