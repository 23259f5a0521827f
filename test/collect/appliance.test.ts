import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { diagnosePath } from "../../src/app/diagnose-path.ts";
import { builtInProfileText } from "../../src/spec/built-in.ts";
import { applyAppliance } from "../fixtures/appliance/apply-appliance.ts";
import { type OwnRig, startRig } from "../harness/rig.ts";
import { collected, type Opened, requestFor } from "./collected.ts";

let rig: OwnRig;
let archive: Opened;
let folder: string;

beforeAll(async () => {
    rig = await startRig();
    await applyAppliance(rig, new Date());
    archive = await collected(requestFor(rig.kubeconfig, { diagnose: true }));
    folder = mkdtempSync(join(tmpdir(), "casefile-appliance-"));
    execFileSync("tar", ["xzf", archive.collected.path, "-C", folder]);
});

afterAll(async () => {
    await archive?.[Symbol.asyncDispose]();
    await rig?.stop();
    rmSync(folder, { recursive: true, force: true });
});

/** Whether something of the archive lies there. */
const has = (pattern: RegExp) => archive.paths.some((path) => pattern.test(path));

test.each<[string, RegExp]>([
    ["cluster version", /^management-cluster\/cluster\/version\.yaml$/],
    ["node inventory, conditions and scheduling state", /^management-cluster\/resources\/Node\/alga-01\.yaml$/],
    ["storage classes", /^management-cluster\/resources\/StorageClass\/local-path\.yaml$/],
    ["PVs", /^management-cluster\/resources\/PersistentVolume\/[^/]+\.yaml$/],
    ["PVCs", /^management-cluster\/resources\/PersistentVolumeClaim\/msp\/[^/]+\.yaml$/],
    ["recent events", /^management-cluster\/events\/msp\/\d{4}(-\d\d){5}-[a-z0-9-]+\.yaml$/],
    ["Flux sources", /^management-cluster\/resources\/OCIRepository\/flux-system\/alga-appliance\.yaml$/],
    ["Kustomizations", /^management-cluster\/resources\/Kustomization\/flux-system\/alga-core\.yaml$/],
    ["HelmReleases", /^management-cluster\/resources\/HelmRelease\/alga-system\/alga-core\.yaml$/],
    ["workloads of flux-system", /^management-cluster\/resources\/Deployment\/flux-system\/helm-controller\.yaml$/],
    ["workloads of msp", /^management-cluster\/resources\/StatefulSet\/msp\/db\.yaml$/],
    ["bootstrap Job", /^management-cluster\/resources\/Job\/msp\/alga-core-sebastian-bootstrap\.yaml$/],
    ["bootstrap Job's logs", /^management-cluster\/logs\/msp\/alga-core-sebastian-bootstrap-[^/]*\.yaml$/],
    ["core application logs", /^management-cluster\/logs\/msp\/alga-core-sebastian-[^/]*-wait-for-bootstrap\.yaml$/],
    ["worker logs", /^management-cluster\/logs\/msp\/workflow-worker-[^/]*\.yaml$/],
    ["previous logs", /^management-cluster\/logs\/[^/]+\/[^/]+\.previous\.yaml$/],
])("the minimum of a support bundle holds %s", (_what, pattern) => {
    expect(has(pattern)).toBe(true);
});

test("every path has a place in the tree that Sveltos draws, or in what the appliance needs besides", () => {
    const tree = [
        /^(errors\.txt|manifest\.json|diagnosis\.json|report\.html)$/,
        /^management-cluster\/events\/[^/]+\/\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d-[^/]+\.yaml$/,
        /^management-cluster\/logs\/[^/]+\/[^/]+-[^/]+\.yaml$/,
        /^management-cluster\/resources\/[A-Z][A-Za-z.0-9-]+\/([^/]+\/)?[^/]+\.yaml$/,
        /^management-cluster\/cluster\/.+\.(yaml|txt)$/,
    ];
    expect(archive.paths.filter((path) => !tree.some((place) => place.test(path)))).toEqual([]);
});

test("tar and Python list the same files as our reader", () => {
    const list = (program: string, args: readonly string[]) =>
        execFileSync(program, [...args, archive.collected.path], { encoding: "utf8" })
            .trim()
            .split("\n")
            .map((path) => path.replace(/^bundle\//, ""))
            .filter((path) => path !== "" && !path.startsWith(".casefile-") && !path.endsWith("/"))
            .sort();
    const ours = [...archive.paths].sort();
    expect(list("tar", ["tzf"])).toEqual(ours);
    expect(
        list("python3", ["-c", "import sys,tarfile; print('\\n'.join(m.name for m in tarfile.open(sys.argv[1]) if m.isfile()))"]),
    ).toEqual(ours);
});

/** The unpacked archive as one text, found by a search that has nothing to do with the engine. */
function everything(): string {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `${entry.name}\n${readFileSync(join(entry.parentPath, entry.name), "latin1")}`)
        .join("\n");
}

test("no value of any Secret is in the archive, neither plain nor in base64", async () => {
    const list: { items: { metadata: { name: string }; data?: Record<string, string> }[] } = JSON.parse(
        await rig.kubectl(["get", "secrets", "-A", "-o", "json"]),
    );
    const text = everything();
    const public_ = /^(ca\.crt|tls\.crt|namespace|username|user|type|usage-bootstrap-.*|auth-extra-groups|description)$/;
    const leaked = list.items.flatMap(({ metadata, data }) =>
        Object.entries(data ?? {})
            .filter(([key]) => !public_.test(key))
            .filter(([, encoded]) => Buffer.from(encoded, "base64").length >= 8)
            .filter(([, encoded]) => text.includes(encoded) || text.includes(Buffer.from(encoded, "base64").toString("latin1")))
            .map(([key]) => `${metadata.name}/${key}`),
    );
    expect(list.items.length).toBeGreaterThan(10);
    expect(leaked).toEqual([]);
});

test("no planted credential is in the archive, in whatever way it was written", () => {
    const planted = readFileSync(join(import.meta.dirname, "../fixtures/appliance/planted-secrets.txt"), "utf8")
        .split("\n")
        .filter((line) => line !== "" && !line.startsWith("#"));
    const text = everything();
    expect(
        planted.filter(
            (value) => text.includes(value) || text.includes(Buffer.from(value).toString("base64").replace(/=+$/, "")),
        ),
    ).toEqual([]);
});

test("objects are as the API gives them: parsed back, nothing is missing but managedFields", async () => {
    const api = JSON.parse(
        await rig.kubectl(["get", "--raw", "/apis/apps/v1/namespaces/flux-system/deployments/helm-controller"]),
    );
    delete api.metadata.managedFields;
    const ref = {
        cluster: { type: "management" },
        type: "object",
        apiVersion: "apps/v1",
        kind: "Deployment",
        namespace: "flux-system",
        name: "helm-controller",
    } as const;
    const evidence = await archive.bundle.read(ref);
    expect(evidence && "object" in evidence ? await evidence.object() : evidence).toEqual(api);
});

test("the verdict names the planted fault", async () => {
    const diagnosis = JSON.parse(await archive.text("diagnosis.json"));
    expect(diagnosis.verdict).toMatchObject({ status: "broken", layer: "kubernetes" });
    expect(diagnosis.roots[0].subject).toMatchObject({
        kind: "ConfigMap",
        namespace: "local-path-storage",
        name: "local-path-config",
    });
});

test("the verdict expects what the profile does that was collected with, when it is given and when it is read again", async () => {
    const billing = "- { kind: Deployment, namespace: msp, name: billing, tier: core }";
    const text = builtInProfileText("appliance").replace("workloads:\n", `workloads:\n            ${billing}\n`);
    const specs = [{ type: "text", text, origin: "my-appliance.yaml" }] as const;
    const narrowing = { namespaces: [], include: ["Deployment", "StatefulSet", "HelmRelease"], exclude: [] };
    await using mine = await collected(requestFor(rig.kubeconfig, { specs, narrowing, diagnose: true }));
    const again = await diagnosePath(mine.collected.path, { rule: "appliance." }, new AbortController().signal);
    for (const diagnosis of [mine.collected.diagnosis, again.ok ? again.value : undefined])
        expect(JSON.stringify(diagnosis)).toContain("Deployment msp/billing (needed to log in) does not exist");
});
