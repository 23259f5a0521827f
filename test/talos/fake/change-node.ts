import { create } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
    type EtcdMember,
    EtcdMembersSchema,
    EtcdStatusSchema,
    MemorySchema,
    MountsSchema,
    ServiceListSchema,
    VersionSchema,
} from "../../../src/clients/talos/gen/machine_pb.ts";
import type { FakeAnswers, FakeNode } from "../../../src/demo/talos/fake-node.ts";

/** A change to one machine; several make a failure. */
export type Change = (node: FakeNode) => FakeNode;

export const both =
    (...changes: readonly Change[]): Change =>
    (node) =>
        changes.reduce((changed, change) => change(changed), node);

/** Replaces the spec of a resource, or adds it to its type; `undefined` leaves only the type. */
export const resource =
    (namespace: string, type: string, id: string, spec: unknown): Change =>
    (node) => ({
        ...node,
        resources: [
            ...node.resources.filter(({ metadata }) => metadata.type !== type || (metadata.id !== id && metadata.id !== "")),
            { metadata: { namespace, type, id: spec === undefined ? "" : id }, spec },
        ],
    });

export const answer =
    <Q extends keyof FakeAnswers>(question: Q, value: FakeAnswers[Q] | undefined): Change =>
    (node) => {
        const { [question]: _before, ...others } = node.answers;
        return { ...node, answers: value === undefined ? others : { ...others, [question]: value } };
    };

/** What a service says instead: its last event's state, its health, and events before that. */
export const service =
    (
        id: string,
        {
            state,
            healthy = false,
            message = "",
            events = [],
        }: { state: string; healthy?: boolean; message?: string; events?: readonly string[] },
    ): Change =>
    (node) => {
        const others = (node.answers.services?.services ?? []).filter((one) => one.id !== id);
        const ts = timestampFromDate(new Date("2026-11-21T08:59:00Z"));
        const told = [...events.map((msg) => ({ msg, state: "Waiting", ts })), { msg: message, state, ts }];
        return answer(
            "services",
            create(ServiceListSchema, {
                services: [
                    ...others,
                    {
                        id,
                        state,
                        events: { events: told },
                        health: { healthy, unknown: false, lastMessage: message, lastChange: ts },
                    },
                ],
            }),
        )(node);
    };

export const memory = (mebibytes: number, available = mebibytes): Change =>
    answer(
        "memory",
        create(MemorySchema, { meminfo: { memtotal: BigInt(mebibytes) * 1024n, memavailable: BigInt(available) * 1024n } }),
    );

export const version = (tag: string): Change =>
    answer(
        "version",
        create(VersionSchema, { version: { tag }, platform: { name: "metal", mode: "metal" }, features: { rbac: true } }),
    );

export const mount = (size: bigint, available: bigint): Change =>
    answer("mounts", create(MountsSchema, { stats: [{ filesystem: "/dev/vda4", size, available, mountedOn: "/var" }] }));

/** Changes what etcd says of itself; nothing on a worker. */
export const etcdStatus =
    (
        change: Partial<{
            leader: bigint;
            errors: string[];
            dbSize: bigint;
            dbSizeInUse: bigint;
            raftIndex: bigint;
            raftAppliedIndex: bigint;
            isLearner: boolean;
        }>,
    ): Change =>
    (node) =>
        node.answers.etcdStatus === undefined
            ? node
            : answer(
                  "etcdStatus",
                  create(EtcdStatusSchema, { memberStatus: { ...withoutName(node.answers.etcdStatus.memberStatus), ...change } }),
              )(node);

function withoutName<T extends object>(message: (T & { $typeName: string }) | undefined) {
    if (message === undefined) return {};
    const { $typeName: _name, ...rest } = message;
    return rest;
}

export const etcdMembers =
    (change: (members: readonly EtcdMember[]) => readonly EtcdMember[]): Change =>
    (node) =>
        node.answers.etcdMembers === undefined
            ? node
            : answer("etcdMembers", create(EtcdMembersSchema, { members: [...change(node.answers.etcdMembers.members)] }))(node);

export const log =
    (id: string, text: string): Change =>
    (node) => ({ ...node, logs: { ...node.logs, [id]: text } });

/** Adds lines to the kernel's log. */
export const dmesg =
    (text: string): Change =>
    (node) => ({ ...node, dmesg: `${typeof node.dmesg === "string" ? node.dmesg : ""}${text}\n` });

export const faults =
    (wrong: NonNullable<FakeNode["faults"]>): Change =>
    (node) => ({ ...node, faults: { ...node.faults, ...wrong } });

/** Applies the change to the machines of that name, or to all. */
export function changed(nodes: readonly FakeNode[], change: Change, name?: string): FakeNode[] {
    return nodes.map((node) => (name === undefined || node.name === name ? change(node) : node));
}
