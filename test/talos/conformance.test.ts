import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { connectTalos } from "../../src/clients/talos/connect.ts";
import { type Plain, plain, plainAny } from "../../src/clients/talos/plain.ts";
import { QUESTIONS } from "../../src/clients/talos/questions.ts";
import type { Question, TalosReader } from "../../src/clients/talos/reader.ts";
import { parseTalosconfig } from "../../src/clients/talos/talosconfig.ts";
import { issueCertificate } from "../../src/demo/talos/certificates.ts";
import { ALLOWED, DENIED } from "../../src/sources/talos/resource-policy.ts";
import { collectTalos, openReader } from "./collected.ts";
import { type ConformanceFake, startConformanceFake } from "./conformance-fake.ts";

let fake: ConformanceFake;
let reader: TalosReader;
const { signal } = new AbortController();

beforeAll(async () => {
    fake = await startConformanceFake([...ALLOWED.map(({ type }) => type), ...DENIED]);
    reader = openReader(fake.talosconfig);
}, 300_000);

afterAll(() => {
    reader?.close();
    fake?.close();
});

const SPECS = z.object({ items: z.array(z.object({ metadata: z.object({ id: z.string() }), spec: z.unknown() })) });

/** What Talos' message tables have and ours leave out: a new name here is a field to look at. */
const LEFT_OUT = [
    "connectrecord.pointer",
    "connectrecord.ref",
    "connectrecord.inode",
    "connectrecord.timeout",
    "connectrecord.timerwhen",
    "connectrecord.tr",
];

test.each(Object.keys(QUESTIONS).filter(isQuestion))(
    "every field of the answer to %s arrives where Talos' own code put it",
    async (question) => {
        const answer = await reader.ask(question, "127.0.0.1", signal);
        if (!answer.ok) throw new Error(answer.problem.message);
        const expected = fake.messages[methodOf(question)]?.[0]?.messages;
        expect(differences(plain(answer.value), Array.isArray(expected) ? expected[0] : undefined)).toEqual([]);
    },
);

function isQuestion(name: string): name is Question {
    return name in QUESTIONS;
}

function methodOf(question: Question): string {
    const { method } = QUESTIONS[question];
    const owner = { MachineService: "machine", StorageService: "storage", TimeService: "time", InspectService: "inspect" };
    const service = method.slice(0, method.indexOf("/"));
    return `${Object.entries(owner).find(([name]) => name === service)?.[1]}.${method}`;
}

/** Where ours is not theirs, by path; fields of theirs that ours has not, unless they are left out on purpose. */
function differences(ours: Plain, theirs: unknown, path = ""): string[] {
    if (Array.isArray(ours) && Array.isArray(theirs))
        return ours.flatMap((item, index) => differences(item, theirs[index], path));
    if (isRecord(ours) && isRecord(theirs)) {
        const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
        names.delete("metadata");
        return [...names].flatMap((name) => {
            const inner = path === "" ? name : `${path}.${name}`;
            if (!(name in ours)) return LEFT_OUT.includes(inner) ? [] : [`${inner} is only in Talos'`];
            return differences(ours[name] ?? null, theirs[name], inner);
        });
    }
    return same(ours, theirs) ? [] : [`${path}: ${JSON.stringify(ours)} is ${JSON.stringify(theirs)} in Talos'`];
}

function isRecord(value: unknown): value is Record<string, Plain> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** protojson writes 64-bit integers as strings and times without milliseconds. */
function same(ours: Plain, theirs: unknown): boolean {
    return (
        String(ours) === String(theirs) ||
        (typeof ours === "string" && typeof theirs === "string" && Date.parse(ours) === Date.parse(theirs))
    );
}

test("a client certificate of another CA is refused by Go's TLS with an alert, which the problem quotes", async () => {
    const validity = { validFrom: new Date(Date.now() - 3_600_000), validTo: new Date(Date.now() + 3_600_000) };
    const authority = issueCertificate({ name: { organizations: ["talos"] }, use: "ca", ...validity });
    const client = issueCertificate({ name: { organizations: ["os:reader"] }, use: "client", ...validity }, authority);
    const context = parseTalosconfig(fake.talosconfig, "talosconfig");
    if (!context.ok) throw new Error(context.problem.message);
    const stranger = connectTalos({ ...context.value, certificatePem: client.certificatePem, key: client.key }, { apidPort: 1 });
    if (!stranger.ok) throw new Error(stranger.problem.message);
    const answer = await stranger.value.ask("version", "", signal);
    stranger.value.close();
    expect(answer).toMatchObject({
        ok: false,
        problem: {
            code: "tls",
            message: expect.stringMatching(
                /^the Talos endpoint 127\.0\.0\.1:\d+ refuses the talosconfig's client certificate: tlsv1 alert unknown ca$/,
            ),
        },
    });
});

test("logs, the kernel's and services', are the bytes that Talos sent", async () => {
    for (const opened of [
        await reader.dmesg("127.0.0.1", signal),
        await reader.log({ of: "service", id: "kubelet", tailLines: -1 }, "127.0.0.1", signal),
    ]) {
        if (!opened.ok) throw new Error(opened.problem.message);
        const chunks: Uint8Array[] = [];
        for await (const chunk of opened.value.chunks) chunks.push(chunk);
        expect(Buffer.concat(chunks).toString()).toBe("bytes");
    }
});

test("events, disk usage and images are read field by field", async () => {
    const events = await reader.events("127.0.0.1", signal);
    const usage = await reader.diskUsage("/var", "127.0.0.1", signal);
    const images = await reader.images("pods", "127.0.0.1", signal);
    if (!events.ok || !usage.ok || !images.ok) throw new Error("not answered");
    const expected = fake.messages["machine.MachineService/Events"] ?? [];
    expect(events.value.map(({ data }) => withoutType(plainAny(data)))).toHaveLength(expected.length);
    expect(
        events.value.flatMap(({ data }, index) => differences(withoutType(plainAny(data)), withoutType(expected[index]?.data))),
    ).toEqual([]);
    expect(
        usage.value.flatMap((one, index) => differences(plain(one), fake.messages["machine.MachineService/DiskUsage"]?.[index])),
    ).toEqual([]);
    expect(
        images.value.flatMap((one, index) => differences(plain(one), fake.messages["machine.MachineService/ImageList"]?.[index])),
    ).toEqual([]);
});

function withoutType(value: unknown): Plain {
    if (!isRecord(value)) return null;
    const { type: _ours, "@type": _theirs, ...rest } = value;
    return rest;
}

/** Added by later versions, or (DNSUpstreams) never sent by this one in a form that its own registry knows. */
const NOT_IN_1_12 = [
    ...[
        "BootIDs.runtime",
        "KernelModuleStatuses.runtime",
        "RebootRequests.runtime",
        "UnattendedInstallStatuses.runtime",
        "ServicePIDs.runtime",
    ],
    ...[
        "Environments.runtime",
        "NTPStatuses.v1alpha1",
        "DiscoveredVolumesStatuses.block",
        "FSScrubStatuses.block",
        "DNSUpstreams.net",
    ],
    ...["RoutingRuleStatuses.net", "BGPPeerStatuses.net", "KubeletStatuses.kubernetes", "LVMLogicalVolumeStatuses.storage"],
    ...[
        "LVMPhysicalVolumeStatuses.storage",
        "LVMVolumeGroupStatuses.storage",
        "LVMValidationErrors.storage",
        "MDArrayStatuses.storage",
    ],
    ...["CPUCores.hardware", "ContainerImageStatuses.containers"],
    ...[
        "CustomizationConfigs.cri",
        "AuthenticationConfigs.kubernetes",
        "EtcdEncryptionConfigs.kubernetes",
        "KubeletKubeconfigs.kubernetes",
    ],
    ...["ContainerSpecs.containers", "ImageFactorySchematics.runtime"],
].map((name) => `${name}.talos.dev`);

test("every type on the lists is spelt as in Talos v1.12.0, or came later, and lives where the allow-list says", () => {
    expect([...ALLOWED.map(({ type }) => type), ...DENIED].filter((type) => !(type in fake.types)).toSorted()).toEqual(
        NOT_IN_1_12.toSorted(),
    );
    const known = ALLOWED.filter(({ type }) => type in fake.types);
    expect(known.map(({ type, namespace }) => ({ type, namespace }))).toEqual(
        known.map(({ type }) => ({ type, namespace: fake.types[type] })),
    );
});

test("the collector runs against Talos' own code unchanged: every known type is a document, and no canary passes", async () => {
    const collected = await collectTalos({ talosconfig: fake.talosconfig, now: new Date() });
    expect(collected.gaps).toEqual([]);
    expect(JSON.stringify([...collected.documents, ...collected.logs]).match(/CANARY-[\w-]+/g)).toBeNull();
    const documents = [...collected.documents.keys()].filter(
        (path) => path.startsWith("cp-1/resources/") && !path.endsWith("/withheld.yaml"),
    );
    const known = ALLOWED.flatMap(({ type }) => (type in fake.types ? [`cp-1/resources/${type}.yaml`] : []));
    expect(documents.toSorted()).toEqual(known.toSorted());
});

test("enums, addresses and conditions of real resources are words and lists in the document", async () => {
    const collected = await collectTalos({ talosconfig: fake.talosconfig, now: new Date() });
    const specs = (type: string) =>
        SPECS.parse(collected.documents.get(`cp-1/resources/${type}.yaml`)).items.flatMap(({ metadata, spec }) =>
            metadata.id === "empty" ? [] : [spec],
        );
    expect(specs("MachineStatuses.runtime.talos.dev")).toEqual([
        { stage: "booting", status: { ready: false, unmetConditions: [{ name: "time", reason: "time is not synced" }] } },
    ]);
    expect(specs("Members.cluster.talos.dev")).toEqual([
        { nodeId: "", addresses: ["127.0.0.1"], hostname: "cp-1", machineType: "controlplane", operatingSystem: "" },
    ]);
    expect(specs("KernelCmdlines.runtime.talos.dev")).toEqual([
        { cmdline: "talos.platform=metal talos.config.inline=<redacted:kernel-argument>" },
    ]);
    expect(specs("MetaKeys.runtime.talos.dev")).toEqual([{ value: "<redacted:meta-value>" }]);
});
