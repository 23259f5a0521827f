import { expect, test } from "vitest";
import { collectSpec, inventory, TYPES } from "../../test/inventory.ts";
import { MANAGEMENT } from "../core/cluster-ref.ts";
import type { Gap } from "../core/gap.ts";
import { cluster } from "./cluster.ts";
import { events } from "./events.ts";
import { logs } from "./logs.ts";
import { objects } from "./objects.ts";
import type { PodFound, Task } from "./source.ts";

const ids = (tasks: readonly Task[]) => tasks.map(({ id }) => id);
const everything = { group: "*", version: "*", kind: "*" };

async function gapsOf(task: Task | undefined): Promise<Gap[]> {
    const found: Gap[] = [];
    const signal = new AbortController().signal;
    for await (const item of task?.run({ now: () => new Date(0) }, signal) ?? []) if (item.type === "gap") found.push(item);
    return found;
}

test("everything means every kind once, events apart", () => {
    expect(ids(objects.plan(collectSpec({ resources: [everything] }), inventory()))).toEqual([
        "objects v1 Pod *",
        "objects v1 Secret *",
        "objects apps/v1 Deployment *",
        "objects coordination.k8s.io/v1 Lease *",
        "objects v1 Node *",
    ]);
});

test("a list that a wider one gives too is not asked for again", () => {
    const narrow = { group: "apps", version: "v1", kind: "Deployment", namespace: "msp" };
    expect(ids(objects.plan(collectSpec({ resources: [narrow, { ...narrow, namespace: "" }] }), inventory()))).toEqual([
        "objects apps/v1 Deployment *",
    ]);
});

test("only namespaces asked for means namespaced requests only, which a namespaced Role allows", () => {
    const tasks = objects.plan(collectSpec({ resources: [{ ...everything, namespace: "msp" }] }), inventory());
    expect(tasks.map(({ needs }) => needs)).toEqual([
        [{ verb: "list", group: "", resource: "pods", namespace: "msp" }],
        [{ verb: "list", group: "", resource: "secrets", namespace: "msp" }],
        [{ verb: "list", group: "apps", resource: "deployments", namespace: "msp" }],
        [{ verb: "list", group: "coordination.k8s.io", resource: "leases", namespace: "msp" }],
    ]);
});

test("a kind excluded in one namespace is listed without it, one excluded everywhere not at all", () => {
    const exclude = [
        { group: "coordination.k8s.io", version: "*", kind: "Lease", namespace: "kube-node-lease" },
        { group: "", version: "*", kind: "Secret" },
    ];
    expect(ids(objects.plan(collectSpec({ resources: [everything], exclude }), inventory()))).toEqual([
        "objects v1 Pod *",
        "objects apps/v1 Deployment *",
        "objects coordination.k8s.io/v1 Lease *  metadata.namespace!=kube-node-lease",
        "objects v1 Node *",
    ]);
});

test('"Deployments", as the Sveltos example has it, is found by its plural', () => {
    const selector = { group: "apps", version: "v1", kind: "Deployments", namespace: "projectsveltos" };
    expect(ids(objects.plan(collectSpec({ resources: [selector] }), inventory()))).toEqual([
        "objects apps/v1 Deployment projectsveltos",
    ]);
});

test("a kind that the cluster does not serve is planned and becomes a gap that says where to look", async () => {
    const [task] = objects.plan(collectSpec({ resources: [{ group: "", version: "v1", kind: "Deployment" }] }), inventory());
    expect((await gapsOf(task)).map(({ problem }) => problem)).toEqual([
        {
            code: "not-found",
            message: "this cluster serves no kind Deployment",
            hint: "there is Deployment of apps",
        },
    ]);
});

test("a selector that would have to be evaluated is a gap, not a list of too much", async () => {
    const [task] = objects.plan(
        collectSpec({ resources: [{ ...everything, kind: "Pod", group: "", evaluateCEL: [{ name: "a", rule: "true" }] }] }),
        inventory(),
    );
    expect((await gapsOf(task)).map(({ problem }) => problem.code)).toEqual(["unsupported"]);
});

test("events of the whole cluster make events of one namespace superfluous; a type is a field selector", () => {
    expect(ids(events.plan(collectSpec({ events: [{ namespace: "" }, { namespace: "msp" }] }), inventory()))).toEqual([
        "events *",
    ]);
    expect(ids(events.plan(collectSpec({ events: [{ namespace: "msp", type: "Warning" }] }), inventory()))).toEqual([
        "events msp Warning",
    ]);
});

test("nodes are asked for their kubelet's stats and configuration, each on a lane of its own", () => {
    const lanes = cluster
        .plan(collectSpec(), inventory({ nodes: ["n1", "n2"] }))
        .flatMap(({ id, lane }) => (lane ? [`${id} on ${lane}`] : []));
    expect(lanes).toEqual([
        "cluster nodes/n1/stats-summary.yaml on node n1",
        "cluster nodes/n1/configz.yaml on node n1",
        "cluster nodes/n2/stats-summary.yaml on node n2",
        "cluster nodes/n2/configz.yaml on node n2",
    ]);
});

const pod: PodFound = {
    namespace: "msp",
    name: "db-0",
    labels: { app: "db" },
    node: "n1",
    healthy: false,
    containers: [
        { name: "init", type: "init", restarts: 0, ranBefore: false, healthy: true },
        { name: "postgres", type: "container", restarts: 3, ranBefore: true, healthy: false },
        { name: "late", type: "container", restarts: 0, ranBefore: false, healthy: false, notStarted: "PodInitializing" },
    ],
};
const follow = (spec: Parameters<typeof collectSpec>[0]) => logs.follow?.([pod], collectSpec(spec), inventory()) ?? [];

test("every container's log is a task, and the previous one where it ran before", () => {
    expect(ids(follow({ logs: [{ namespace: "" }] }))).toEqual([
        "log msp/db-0/init",
        "log msp/db-0/postgres",
        "log msp/db-0/postgres previous",
        "log msp/db-0/late",
    ]);
});

test("selectors narrow logs by namespace, name, labels and container", () => {
    expect(ids(follow({ logs: [{ namespace: "other" }] }))).toEqual([]);
    expect(
        ids(follow({ logs: [{ namespace: "msp", labelFilters: [{ key: "app", operation: "Different", value: "db" }] }] })),
    ).toEqual([]);
    expect(ids(follow({ logs: [{ namespace: "msp", container: "postgres", previous: false }] }))).toEqual([
        "log msp/db-0/postgres",
    ]);
});

test("a container that has not started has no log, and that is a fact", async () => {
    const late = follow({ logs: [{ namespace: "" }] }).at(-1);
    const said = [];
    for await (const item of late?.run({ now: () => new Date(0), kubernetes: neverAsked() }, new AbortController().signal) ?? [])
        said.push(item);
    expect(said).toEqual([
        {
            type: "absent",
            about: { cluster: MANAGEMENT, type: "logs", namespace: "msp", pod: "db-0", container: "late", previous: false },
            because: "the container has not started: PodInitializing",
        },
    ]);
});

test("pods are listed for their logs only where no other list shows them", () => {
    expect(ids(logs.plan(collectSpec({ resources: [everything], logs: [{ namespace: "" }] }), inventory()))).toEqual([]);
    expect(ids(logs.plan(collectSpec({ logs: [{ namespace: "msp" }] }), inventory()))).toEqual(["logs pods msp"]);
    expect(TYPES.pods.kind).toBe("Pod");
});

function neverAsked(): never {
    return new Proxy(
        {},
        {
            get: (_target, name) => {
                throw new Error(`asked for ${String(name)}`);
            },
        },
    ) as never;
}
