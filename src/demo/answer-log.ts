import { type ApiAnswer, type ApiRequest, refuse, text } from "./api-answer.ts";
import { logLines } from "./log-lines.ts";
import type { KubeObject, ObjectStore } from "./object-store.ts";

interface ContainerStatus {
    readonly name: string;
    readonly state?: { readonly waiting?: { readonly reason?: string } };
}

interface PodParts {
    readonly spec?: {
        readonly nodeName?: string;
        readonly initContainers?: readonly { readonly name: string }[];
        readonly containers?: readonly { readonly name: string }[];
        readonly ephemeralContainers?: readonly { readonly name: string }[];
    };
    readonly status?: {
        readonly initContainerStatuses?: readonly ContainerStatus[];
        readonly containerStatuses?: readonly ContainerStatus[];
    };
}

/** `GET …/pods/NAME/log` with the options of PodLogOptions but `follow`, which a recording has no use for. */
export async function answerLog(
    store: ObjectStore,
    request: ApiRequest,
    pod: KubeObject & PodParts,
    signal: AbortSignal,
): Promise<ApiAnswer> {
    const query = request.url.searchParams;
    const { name, namespace = "" } = pod.metadata;
    const { initContainers = [], containers = [], ephemeralContainers = [] } = pod.spec ?? {};
    const regular = containers.map((each) => each.name);
    const inits = initContainers.map((each) => each.name);
    const container = query.get("container") ?? (regular.length === 1 ? regular[0] : undefined);
    if (container === undefined)
        return refuse(400, `a container name must be specified for pod ${name}, ${choiceOf(regular, inits)}`);
    if (![...regular, ...inits, ...ephemeralContainers.map((each) => each.name)].includes(container)) {
        return refuse(400, `container ${container} is not valid for pod ${name}`);
    }
    const wrong = ["tailLines", "limitBytes", "sinceSeconds"].find(
        (key) => query.has(key) && !/^\d+$/.test(query.get(key) ?? ""),
    );
    if (wrong)
        return refuse(422, `PodLogOptions ${JSON.stringify(name)} is invalid: ${wrong}: Invalid value: ${query.get(wrong)}`);
    if (pod.spec?.nodeName === undefined) return text("");
    const previous = query.get("previous") === "true";
    const log = await store.log({ namespace, pod: name, container, previous }, signal);
    if (log === undefined) return refuse(400, whyNoLog(pod, container, previous));
    const since = sinceOf(query, store.now());
    const body = logLines(log, {
        timestamps: query.get("timestamps") === "true",
        ...(query.has("tailLines") ? { tailLines: Number(query.get("tailLines")) } : {}),
        ...(query.has("limitBytes") ? { limitBytes: Number(query.get("limitBytes")) } : {}),
        ...(since === undefined ? {} : { since }),
    });
    return text(body);
}

function choiceOf(containers: readonly string[], inits: readonly string[]): string {
    const choice = `choose one of: [${containers.join(" ")}]`;
    return inits.length === 0 ? choice : `${choice} or one of the init containers: [${inits.join(" ")}]`;
}

function sinceOf(query: URLSearchParams, now: Date): Date | undefined {
    const seconds = query.get("sinceSeconds");
    const time = query.get("sinceTime");
    if (seconds !== null) return new Date(now.getTime() - Number(seconds) * 1000);
    return time === null ? undefined : new Date(time);
}

/** The sentences of kubernetes pkg/registry/core/pod/strategy.go and pkg/kubelet/kubelet_pods.go. */
function whyNoLog(pod: KubeObject & PodParts, container: string, previous: boolean): string {
    const { name } = pod.metadata;
    if (previous) return `previous terminated container "${container}" in pod "${name}" not found`;
    const statuses = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
    const reason = statuses.find((status) => status.name === container)?.state?.waiting?.reason ?? "ContainerCreating";
    return `container "${container}" in pod "${name}" is waiting to start: ${reason}`;
}
