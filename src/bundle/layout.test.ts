import fc from "fast-check";
import { expect, test } from "vitest";
import { type ClusterRef, MANAGEMENT } from "../core/cluster-ref.ts";
import { type EvidenceRef, evidenceKey } from "../core/evidence-ref.ts";
import { guessLog } from "./layout.ts";
import { Ledger } from "./ledger.ts";
import { isUnsafePath } from "./unsafe-path.ts";

const workload: ClusterRef = { type: "managed", kind: "Cluster", namespace: "default", name: "clusterapi-workload" };

function place(ref: EvidenceRef, ledger = new Ledger()): string | undefined {
    const path = ledger.place(ref);
    if (path !== undefined) ledger.record(ref, { path, at: 0, size: 0, end: 0, sha256: "" });
    return path;
}

test("the tree is the one that Sveltos documents", () => {
    const cluster = MANAGEMENT;
    expect(
        place({ cluster, type: "event", namespace: "msp", time: "2025-01-03T09:08:41Z", component: "kubelet", ordinal: 1 }),
    ).toBe("management-cluster/events/msp/2025-01-03-09-08-41-kubelet.yaml");
    expect(
        place({
            cluster: workload,
            type: "log",
            namespace: "projectsveltos",
            pod: "sveltos-agent-0",
            container: "manager",
            previous: false,
        }),
    ).toBe("managed-clusters/Cluster/default/clusterapi-workload/logs/projectsveltos/sveltos-agent-0-manager.yaml");
    expect(place({ cluster, type: "log", namespace: "msp", pod: "db-0", container: "postgres", previous: true })).toBe(
        "management-cluster/logs/msp/db-0-postgres.previous.yaml",
    );
    expect(place({ cluster, type: "object", apiVersion: "apps/v1", kind: "Deployment", namespace: "msp", name: "web" })).toBe(
        "management-cluster/resources/Deployment/msp/web.yaml",
    );
    expect(place({ cluster, type: "object", apiVersion: "v1", kind: "Node", name: "n1" })).toBe(
        "management-cluster/resources/Node/n1.yaml",
    );
    expect(place({ cluster, type: "machine", node: "", section: "health.yaml" })).toBe("management-cluster/talos/health.yaml");
    expect(place({ cluster, type: "machine", node: "n1", section: "logs/kubelet.log" })).toBe(
        "management-cluster/talos/n1/logs/kubelet.log",
    );
    expect(place({ cluster, type: "api", path: "version.yaml" })).toBe("management-cluster/cluster/version.yaml");
});

test("names that a file system refuses are escaped, and nothing leads out of the folder", () => {
    const object = (kind: string, name: string) => place({ cluster: MANAGEMENT, type: "object", apiVersion: "v1", kind, name });
    expect(object("ClusterRole", "system:node")).toBe("management-cluster/resources/ClusterRole/system%3Anode.yaml");
    expect(object("ClusterRole", "../../etc/passwd")).toBe(
        "management-cluster/resources/ClusterRole/..%2F..%2Fetc%2Fpasswd.yaml",
    );
    expect(object("Namespace", "con")).toBe("management-cluster/resources/Namespace/%63on.yaml");
    expect(object("Thing", "größe-日本")).toBe("management-cluster/resources/Thing/größe-日本.yaml");
    expect(place({ cluster: MANAGEMENT, type: "api", path: "../../x" })).toBe("management-cluster/cluster/.%2E/.%2E/x");
    expect(object("Thing", "a".repeat(253))).toMatch(/^management-cluster\/resources\/Thing\/a{222}~[0-9a-f]{12}\.yaml$/);
});

test("a kind that two groups serve: core has the bare name, then the first by name; each of the others has its group", () => {
    const ledger = new Ledger();
    const kinds = [
        { group: "networking.k8s.io", version: "v1", kind: "Ingress" },
        { group: "extensions", version: "v1beta1", kind: "Ingress" },
        { group: "events.k8s.io", version: "v1", kind: "Event" },
        { group: "", version: "v1", kind: "Event" },
    ];
    ledger.describe({ cluster: MANAGEMENT, kinds });
    const object = (apiVersion: string, kind: string) =>
        place({ cluster: MANAGEMENT, type: "object", apiVersion, kind, namespace: "a", name: "b" }, ledger);
    expect(object("networking.k8s.io/v1", "Ingress")).toBe("management-cluster/resources/Ingress.networking.k8s.io/a/b.yaml");
    expect(object("extensions/v1beta1", "Ingress")).toBe("management-cluster/resources/Ingress/a/b.yaml");
    expect(object("events.k8s.io/v1", "Event")).toBe("management-cluster/resources/Event.events.k8s.io/a/b.yaml");
    expect(object("v1", "Event")).toBe("management-cluster/resources/Event/a/b.yaml");
    expect(ledger.clusters()).toEqual([
        {
            cluster: MANAGEMENT,
            directory: "management-cluster",
            kinds: {
                Event: "v1",
                "Event.events.k8s.io": "events.k8s.io/v1",
                Ingress: "extensions/v1beta1",
                "Ingress.networking.k8s.io": "networking.k8s.io/v1",
            },
        },
    ]);
});

test("two logs that meet on one path both stay, the second with a suffix; the same log again is dropped and counted", () => {
    const ledger = new Ledger();
    const log = (pod: string, container: string): EvidenceRef => ({
        cluster: MANAGEMENT,
        type: "log",
        namespace: "a",
        pod,
        container,
        previous: false,
    });
    expect(place(log("web-1", "app"), ledger)).toBe("management-cluster/logs/a/web-1-app.yaml");
    expect(place(log("web", "1-app"), ledger)).toBe("management-cluster/logs/a/web-1-app-2.yaml");
    expect(place(log("web", "1-app"), ledger)).toBe(undefined);
    expect(place(log("WEB", "1-app"), ledger)).toBe("management-cluster/logs/a/WEB-1-app-3.yaml");
    expect(ledger.duplicates).toBe(1);
});

test("every piece of evidence has a path of its own, legal everywhere, and is found again from the path and the manifest's row", () => {
    const name = fc.oneof(
        fc.string({
            minLength: 1,
            maxLength: 12,
            unit: fc.constantFrom("a", "b", "-", ".", "A", "2", ":", "/", "%", "~", "é", "日", "\u202e", "\0", "\ud800", " "),
        }),
        fc.string({ minLength: 200, maxLength: 260, unit: fc.constantFrom("a", "-", "é") }),
        fc.constantFrom("con", "nul.x", "..", ".", "a.", "__proto__", "constructor"),
    );
    const clusters = fc.constantFrom(MANAGEMENT, workload);
    const ref: fc.Arbitrary<EvidenceRef> = fc.oneof(
        fc.record({
            cluster: clusters,
            type: fc.constant("object" as const),
            apiVersion: fc.constantFrom("v1", "apps/v1", "x.io/v1", "x.io/v2"),
            kind: fc.constantFrom("Pod", "POD", "Event"),
            namespace: name,
            name,
        }),
        fc.record({
            cluster: clusters,
            type: fc.constant("object" as const),
            apiVersion: fc.constantFrom("v1", "x.io/v1"),
            kind: fc.constantFrom("Node", "constructor"),
            name,
        }),
        fc.record({
            cluster: clusters,
            type: fc.constant("log" as const),
            namespace: name,
            pod: name,
            container: name,
            previous: fc.boolean(),
        }),
        fc.record({
            cluster: clusters,
            type: fc.constant("event" as const),
            namespace: name,
            time: fc.constantFrom("2025-01-03T09:08:41Z", "2025-01-03T09:08:41.5Z"),
            component: name,
            ordinal: fc.integer({ min: 1, max: 12 }),
        }),
        fc.record({ cluster: clusters, type: fc.constant("machine" as const), node: name, section: name }),
        fc.record({ cluster: clusters, type: fc.constant("api" as const), path: name }),
    );
    fc.assert(
        fc.property(fc.array(ref, { maxLength: 40 }), (refs) => {
            const ledger = new Ledger();
            const different = new Set(refs.map(evidenceKey));
            for (const one of refs) place(one, ledger);
            const told = ledger.entries.map(({ path, ref }) => ref ?? ledger.refOf(path));
            expect(new Set(told.map((one) => one && evidenceKey(one)))).toEqual(different);
            expect(new Set(ledger.entries.map(({ path }) => path.normalize("NFC").toLowerCase())).size).toBe(different.size);
            for (const { path } of ledger.entries) {
                expect(isUnsafePath(path)).toBe(false);
                expect(path).toMatch(/^[^<>:"\\|?*\0]+$/);
                for (const component of path.split("/")) expect(Buffer.byteLength(component)).toBeLessThanOrEqual(255);
            }
        }),
        { numRuns: 300 },
    );
});

test("without a manifest a log's pod is found among the pods of its namespace, else by the names that controllers give", () => {
    const guess = (file: string, pods: string[] = []) => guessLog(`management-cluster/logs/a/${file}`, () => pods);
    expect(guess("web-1-app.yaml", ["web", "web-1"])).toMatchObject({ pod: "web-1", container: "app", previous: false });
    expect(guess("web-6d4cf56db6-x2k9p-my-app.previous.yaml")).toMatchObject({
        pod: "web-6d4cf56db6-x2k9p",
        container: "my-app",
        previous: true,
    });
    expect(guess("db-0-postgres.yaml")).toMatchObject({ pod: "db-0", container: "postgres" });
    expect(guess("nonsense.yaml")).toBe(undefined);
});
