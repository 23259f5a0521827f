/**
 * Who may call what, of the methods that our protos know; what is not listed needs os:admin. Source: siderolabs/talos
 * internal/app/machined/pkg/runtime, machined.go `rules` (v1.10 to v1.13).
 */
const READER = ["os:reader", "os:operator", "os:admin"];
const ETCD = [...READER, "os:etcd:backup"];

export const ROLES: Readonly<Record<string, readonly string[]>> = {
    "cosi.resource.State/List": READER,
    "inspect.InspectService/ControllerRuntimeDependencies": READER,
    "machine.MachineService/CPUFreqStats": READER,
    "machine.MachineService/CPUInfo": READER,
    "machine.MachineService/Containers": READER,
    "machine.MachineService/DiskStats": READER,
    "machine.MachineService/DiskUsage": READER,
    "machine.MachineService/Dmesg": READER,
    "machine.MachineService/EtcdAlarmList": ETCD,
    "machine.MachineService/EtcdMemberList": ETCD,
    "machine.MachineService/EtcdStatus": ETCD,
    "machine.MachineService/Events": READER,
    "machine.MachineService/ImageList": READER,
    "machine.MachineService/LoadAvg": READER,
    "machine.MachineService/Logs": READER,
    "machine.MachineService/LogsContainers": READER,
    "machine.MachineService/Memory": READER,
    "machine.MachineService/Mounts": READER,
    "machine.MachineService/Netstat": READER,
    "machine.MachineService/NetworkDeviceStats": READER,
    "machine.MachineService/Processes": READER,
    "machine.MachineService/ServiceList": READER,
    "machine.MachineService/Stats": READER,
    "machine.MachineService/SystemStat": READER,
    "machine.MachineService/Version": READER,
    "storage.StorageService/Disks": READER,
    "time.TimeService/Time": READER,
};
