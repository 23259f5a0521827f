import type { Explanation, Role } from "../../rule.ts";
import { APPLY_PATTERNS } from "./apply-words.ts";

/** A way in which a HelmRelease fails. */
export interface ReleaseKind {
    readonly variant: string;
    readonly role: Role;
    readonly pattern: RegExp;
    readonly explanation: Explanation;
}

const row = (variant: string, role: Role, pattern: RegExp, title: string, means: string, fix: string): ReleaseKind => ({
    variant,
    role,
    pattern,
    explanation: { title, means, fix },
});

/**
 * Matched on `Reason: message`, the special before the general. Sources: fluxcd/helm-controller api/v2/condition_types.go and
 * internal/action, helm pkg/action (pending releases), pkg/engine and pkg/kube.
 */
export const RELEASE_KINDS: readonly ReleaseKind[] = [
    row(
        "dependency",
        "symptom",
        /^DependencyNotReady|dependency '[^']*' is not ready/,
        "HelmRelease waits for its dependency",
        "A HelmRelease in spec.dependsOn is not ready.",
        "Mend the dependency; this one follows by itself.",
    ),
    row(
        "source",
        "symptom",
        /^(?:ArtifactFailed|SourceNotReady)|HelmChart '[^']*' is not ready|latest generation of object has not been reconciled|could not (?:load chart|get Source)|artifact not found/i,
        "HelmRelease does not get its chart",
        "The chart's source is not ready.",
        "Mend the HelmChart and its repository; this one follows by itself.",
    ),
    row(
        "values",
        "failure",
        /^ValuesError|could not resolve .*values reference|missing key .* in (?:Secret|ConfigMap)|unable to merge value/i,
        "Values cannot be put together",
        "A Secret, ConfigMap or key in spec.valuesFrom is missing or holds no valid YAML.",
        "Create or correct what spec.valuesFrom names.",
    ),
    row(
        "pending",
        "cause",
        /another operation \(install\/upgrade\/rollback\) is in progress|has status 'pending-|pending-(?:install|upgrade|rollback)/i,
        "Release is stuck in a pending state",
        "An install or upgrade was interrupted (the controller was restarted or killed), and Helm still holds the release for it.",
        "`helm -n NAMESPACE rollback RELEASE`, or delete the newest secret sh.helm.release.v1.RELEASE.vN.",
    ),
    row(
        "hook",
        "symptom",
        /(?:pre|post)-(?:install|upgrade|delete|rollback)(?: hooks? failed|:)|(?<!web)hook.*(?:failed|timed out)|job failed|BackoffLimitExceeded/i,
        "Hook of the chart fails",
        "A Job of the chart that runs before or after the install fails.",
        "Read the Job's log.",
    ),
    row(
        "test",
        "failure",
        /^TestFailed/,
        "Test of the release fails",
        "The chart was installed and its test pod ends with an error.",
        "Read the log of the test pod; `test.ignoreFailures` when it shall not matter.",
    ),
    row(
        "schema",
        "cause",
        /values don't meet the specifications of the schema/i,
        "Values do not fit the chart's schema",
        "A value is missing, of another type, or not known to the chart.",
        "Correct the value that is named.",
    ),
    row(
        "chart",
        "cause",
        /template: |execution error at|parse error at|YAML parse error|error converting YAML|nil pointer evaluating|chart requires kubeVersion|missing in charts\/ directory|chart\.ya?ml|unable to build kubernetes objects from release manifest(?!.*no matches)/i,
        "Chart cannot be rendered",
        "A template of the chart fails with the values it was given.",
        "Correct the values, or take another version of the chart.",
    ),
    row(
        "unsupported",
        "cause",
        /has no deployed releases|no deployed releases|missing target release for rollback|MissingRollbackTarget/i,
        "There is no release to go on from",
        "The first install failed, so there is nothing to upgrade or to roll back to.",
        "`helm -n NAMESPACE uninstall RELEASE`, and let it be installed anew.",
    ),
    ...APPLY_PATTERNS,
    row(
        "timeout",
        "symptom",
        /timed out waiting|timeout waiting|deadline exceeded|stalled resources|not ready\.? status|failed to wait|wait: |would exceed context deadline|context canceled/i,
        "Objects of the release do not become ready",
        "The chart was applied, and its workloads did not become ready within spec.timeout.",
        "Mend the workloads of the release.",
    ),
];
