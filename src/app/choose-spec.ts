import { load } from "js-yaml";
import type { KubernetesReader } from "../clients/kubernetes/reader.ts";
import { fail, ok, type Result } from "../core/problem.ts";
import type { Inventory } from "../sources/source.ts";
import { builtInProfile, detectProfile } from "../spec/built-in.ts";
import type { CollectSpec } from "../spec/collect-spec.ts";
import { type LoadedSpec, loadSpec, mergeSpecs } from "../spec/load-spec.ts";
import { narrow, unmatched } from "../spec/narrow.ts";
import type { CollectRequest, Overrides, SpecOrigin } from "./collect-request.ts";

/** What will be run, and what of it a run by hand does not do. */
export interface ChosenSpec {
    readonly spec: CollectSpec;
    readonly notDone: readonly string[];
}

/** The files, the profile asked for, or the one that fits the cluster; then the flags on top. */
export async function chooseSpec(
    request: CollectRequest,
    reader: KubernetesReader | undefined,
    inventory: Inventory,
    signal: AbortSignal,
): Promise<Result<ChosenSpec>> {
    const loaded: LoadedSpec[] = [];
    for (const origin of request.specs) {
        const one = await loadOrigin(origin, reader, signal);
        if (!one.ok) return one;
        loaded.push(one.value);
    }
    if (loaded.length === 0) {
        const built = request.profile ? builtInProfile(request.profile) : detectProfile(inventory.namespaces);
        if (!built.ok) return built;
        loaded.push(built.value);
    }
    const [first, ...others] = loaded.map(({ spec }) => spec);
    if (!first) return fail("configuration", "no profile to run");
    const merged = withOverrides(mergeSpecs(first, ...others), request.overrides);
    const known = { types: inventory.resources, namespaces: inventory.namespaces };
    const notDone = [...loaded.flatMap((one) => one.notDone), ...unmatched(request.narrowing, known)];
    return ok({ spec: narrow(merged, request.narrowing, known), notDone });
}

async function loadOrigin(
    origin: SpecOrigin,
    reader: KubernetesReader | undefined,
    signal: AbortSignal,
): Promise<Result<LoadedSpec>> {
    if (origin.type === "text") return loadSpec(origin.text, origin.origin);
    const name = `configmap/${origin.namespace}/${origin.name}`;
    if (!reader) return fail("configuration", `-f ${name}: there is no Kubernetes API to read it from`);
    const answer = await reader.get(`/api/v1/namespaces/${origin.namespace}/configmaps/${origin.name}`, {}, signal);
    if (!answer.ok)
        return fail(
            "configuration",
            `-f ${name}: ${answer.problem.message}`,
            answer.problem.hint === undefined ? {} : { hint: answer.problem.hint },
        );
    const configMap: unknown = load(Buffer.from(answer.value).toString("utf8"));
    const data = typeof configMap === "object" && configMap !== null && "data" in configMap ? configMap.data : undefined;
    const [text] = typeof data === "object" && data !== null ? Object.values(data) : [];
    return typeof text === "string"
        ? loadSpec(text, name)
        : fail("configuration", `-f ${name} has no data: its first key should hold a Profile or Techsupport`);
}

function withOverrides(spec: CollectSpec, overrides: Overrides): CollectSpec {
    const { sinceSeconds, timeoutMs, maxBytes, maxLogBytes, managedFields, hide = [], talos = {} } = overrides;
    return {
        ...spec,
        budget: {
            timeoutMs: timeoutMs ?? spec.budget.timeoutMs,
            maxBytes: maxBytes ?? spec.budget.maxBytes,
            maxLogBytes: maxLogBytes ?? spec.budget.maxLogBytes,
        },
        ...(maxLogBytes === undefined
            ? {}
            : {
                  fromManagement: {
                      ...spec.fromManagement,
                      logs: spec.fromManagement.logs.map(({ limitBytes: _, ...rest }) => rest),
                  },
              }),
        redact: { ...spec.redact, hide: [...new Set([...spec.redact.hide, ...hide])] },
        talos: { ...spec.talos, ...talos },
        managedFields: managedFields ?? spec.managedFields,
        ...(sinceSeconds === undefined ? {} : { sinceSeconds }),
    };
}
