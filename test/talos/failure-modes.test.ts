import { expect, test } from "vitest";
import { z } from "zod";
import { startFakeTalos } from "../../src/demo/talos/fake-talos.ts";
import { healthyCluster } from "../../src/demo/talos/healthy-cluster.ts";
import { collectTalos } from "./collected.ts";
import { changed } from "./fake/change-node.ts";
import { FAILURE_MODES } from "./fake/failure-modes.ts";

const NOW = new Date("2026-11-21T09:00:00Z");
const HEALTH = z.object({ checks: z.array(z.object({ id: z.string(), status: z.enum(["pass", "fail", "unknown"]) })) });

/** Nobody can answer these without Kubernetes. */
const NEED_KUBERNETES = [
    "nodes-reported",
    "control-plane-ready",
    "nodes-ready",
    "kube-proxy-ready",
    "coredns-ready",
    "nodes-schedulable",
];

test.each(FAILURE_MODES)(
    "$id is in the archive, and the checks that it fails say so",
    async ({ id, node, change, shows, fails = [], unknown = [] }) => {
        const fake = await startFakeTalos(changed(healthyCluster({ controlPlanes: 2, workers: 1, now: NOW }), change, node), {
            now: NOW,
        });
        const collected = await collectTalos({
            talosconfig: fake.talosconfig(),
            now: NOW,
            options: { eventsQuietMs: 20 },
            only: ({ about, id: task }) => task === "talos health.yaml" || (about.type === "machine" && about.node === node),
        });
        await fake.close();

        for (const [section, words] of shows) {
            const path = `${node}/${section}`;
            expect(collected.logs.get(path) ?? JSON.stringify(collected.documents.get(path))).toContain(words);
        }
        const { checks } = HEALTH.parse(collected.documents.get("/health.yaml"));
        const withStatus = (status: string) => checks.flatMap((check) => (check.status === status ? [check.id] : []));
        expect(withStatus("fail")).toEqual(fails);
        const judgedWithoutCni = id === "cni.missing" ? ["nodes-ready", "coredns-ready"] : [];
        expect(withStatus("unknown").toSorted()).toEqual(
            [...unknown, ...NEED_KUBERNETES.filter((check) => !judgedWithoutCni.includes(check))].toSorted(),
        );
    },
);
