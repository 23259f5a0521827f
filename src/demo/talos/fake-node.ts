import type { MessageInitShape } from "@bufbuild/protobuf";
import type { DiskUsageInfoSchema, EventSchema, ImageListResponseSchema } from "../../clients/talos/gen/machine_pb.ts";
import type { Answers } from "../../clients/talos/reader.ts";

/** What a machine answers to each question. A question it has no answer to is Unimplemented, as on an older Talos. */
export type FakeAnswers = Omit<Answers, "logIds">;

/** A COSI resource, as `talosctl get -o yaml` shows it. `sensitive` types are served to os:admin only. */
export interface FakeResource {
    readonly metadata: {
        readonly namespace: string;
        readonly type: string;
        readonly id: string;
        readonly labels?: Readonly<Record<string, string>>;
    };
    readonly spec?: unknown;
    readonly sensitive?: boolean;
}

/** What is wrong with a machine besides what it says. Methods are named `Logs`, `Version`, `List`, … */
export interface FakeFaults {
    /** Nobody answers: apid on the endpoint cannot dial it, and it does not listen. */
    readonly down?: boolean;
    /** It listens, and no other machine can dial it. */
    readonly undialable?: boolean;
    /** Methods that never answer. */
    readonly hangs?: readonly string[];
    readonly unimplemented?: readonly string[];
    readonly denied?: readonly string[];
    /** Methods that fail with `Unavailable`, and what they say. */
    readonly unavailable?: Readonly<Record<string, string>>;
    /** Streams of bytes break off after so many. */
    readonly cutAfterBytes?: number;
}

/** The text of a log, or a maker of its chunks. */
export type FakeLog = string | (() => Iterable<Uint8Array> | AsyncIterable<Uint8Array>);

/** One machine. */
export interface FakeNode {
    readonly name: string;
    readonly addresses: readonly string[];
    readonly type: "controlplane" | "worker";
    readonly answers: Partial<FakeAnswers>;
    readonly resources: readonly FakeResource[];
    /** By id: a service's, or a container's as podContainers gives it. */
    readonly logs: Readonly<Record<string, FakeLog>>;
    readonly dmesg: FakeLog;
    readonly events: readonly MessageInitShape<typeof EventSchema>[];
    readonly images: readonly MessageInitShape<typeof ImageListResponseSchema>[];
    readonly diskUsage: readonly MessageInitShape<typeof DiskUsageInfoSchema>[];
    readonly faults?: FakeFaults;
}
