import { type CallOptions, type Client, createClient, type Transport } from "@connectrpc/connect";
import { ProblemError } from "../../core/problem.ts";
import { ContainerDriver } from "./gen/common_pb.ts";
import { State } from "./gen/cosi_pb.ts";
import { InspectService } from "./gen/inspect_pb.ts";
import { MachineService, NetstatRequest_Filter } from "./gen/machine_pb.ts";
import { StorageService } from "./gen/storage_pb.ts";
import { TimeService } from "./gen/time_pb.ts";
import type { Answers, Question } from "./reader.ts";

/** The services of one connection. */
export interface Services {
    readonly machine: Client<typeof MachineService>;
    readonly storage: Client<typeof StorageService>;
    readonly time: Client<typeof TimeService>;
    readonly inspect: Client<typeof InspectService>;
    readonly state: Client<typeof State>;
}

export function servicesOf(transport: Transport): Services {
    return {
        machine: createClient(MachineService, transport),
        storage: createClient(StorageService, transport),
        time: createClient(TimeService, transport),
        inspect: createClient(InspectService, transport),
        state: createClient(State, transport),
    };
}

interface Asking<Answer> {
    /** As a person finds it in Talos' API reference. */
    readonly method: string;
    ask(services: Services, options: CallOptions): Promise<{ readonly messages: readonly Answer[] }>;
}

const SYSTEM = { namespace: "system", driver: ContainerDriver.CONTAINERD };
const PODS = { namespace: "k8s.io", driver: ContainerDriver.CRI };
const HOST_SOCKETS = {
    filter: NetstatRequest_Filter.ALL,
    feature: { pid: true },
    l4proto: { tcp: true, tcp6: true, udp: true, udp6: true },
    netns: { hostnetwork: true },
};

/** Every question with its call. */
export const QUESTIONS: { readonly [Q in Question]: Asking<Answers[Q]> } = {
    version: { method: "MachineService/Version", ask: ({ machine }, options) => machine.version({}, options) },
    services: { method: "MachineService/ServiceList", ask: ({ machine }, options) => machine.serviceList({}, options) },
    logIds: { method: "MachineService/LogsContainers", ask: ({ machine }, options) => machine.logsContainers({}, options) },
    systemContainers: { method: "MachineService/Containers", ask: ({ machine }, options) => machine.containers(SYSTEM, options) },
    podContainers: { method: "MachineService/Containers", ask: ({ machine }, options) => machine.containers(PODS, options) },
    systemContainerStats: { method: "MachineService/Stats", ask: ({ machine }, options) => machine.stats(SYSTEM, options) },
    podContainerStats: { method: "MachineService/Stats", ask: ({ machine }, options) => machine.stats(PODS, options) },
    processes: { method: "MachineService/Processes", ask: ({ machine }, options) => machine.processes({}, options) },
    memory: { method: "MachineService/Memory", ask: ({ machine }, options) => machine.memory({}, options) },
    systemStat: { method: "MachineService/SystemStat", ask: ({ machine }, options) => machine.systemStat({}, options) },
    cpuInfo: { method: "MachineService/CPUInfo", ask: ({ machine }, options) => machine.cPUInfo({}, options) },
    cpuFrequencies: { method: "MachineService/CPUFreqStats", ask: ({ machine }, options) => machine.cPUFreqStats({}, options) },
    loadAverage: { method: "MachineService/LoadAvg", ask: ({ machine }, options) => machine.loadAvg({}, options) },
    mounts: { method: "MachineService/Mounts", ask: ({ machine }, options) => machine.mounts({}, options) },
    diskStats: { method: "MachineService/DiskStats", ask: ({ machine }, options) => machine.diskStats({}, options) },
    networkDeviceStats: {
        method: "MachineService/NetworkDeviceStats",
        ask: ({ machine }, options) => machine.networkDeviceStats({}, options),
    },
    connections: { method: "MachineService/Netstat", ask: ({ machine }, options) => machine.netstat(HOST_SOCKETS, options) },
    disks: { method: "StorageService/Disks", ask: ({ storage }, options) => storage.disks({}, options) },
    etcdStatus: { method: "MachineService/EtcdStatus", ask: ({ machine }, options) => machine.etcdStatus({}, options) },
    etcdMembers: { method: "MachineService/EtcdMemberList", ask: ({ machine }, options) => machine.etcdMemberList({}, options) },
    etcdAlarms: { method: "MachineService/EtcdAlarmList", ask: ({ machine }, options) => machine.etcdAlarmList({}, options) },
    time: { method: "TimeService/Time", ask: ({ time }, options) => time.time({}, options) },
    controllerDependencies: {
        method: "InspectService/ControllerRuntimeDependencies",
        ask: ({ inspect }, options) => inspect.controllerRuntimeDependencies({}, options),
    },
};

/** The one message that a call to one node answers with. */
export function onlyMessage<Answer>(messages: readonly Answer[], method: string): Answer {
    const [first] = messages;
    if (first === undefined) throw new ProblemError({ code: "invalid", message: `${method} answered without a message` });
    return first;
}
