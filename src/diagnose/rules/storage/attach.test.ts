import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { attach } from "./attach.ts";

const objects = (reason: string, message: string, state = "{ waiting: { reason: ContainerCreating } }") => `
apiVersion: v1
kind: Pod
metadata: { name: db-0, namespace: msp }
spec: { nodeName: worker-1, containers: [{ name: postgres }], volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }] }
status: { phase: Pending, containerStatuses: [{ name: postgres, state: ${state} }] }
---
apiVersion: v1
kind: Pod
metadata: { name: db-old, namespace: msp }
spec: { nodeName: worker-2, containers: [{ name: postgres }], volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }] }
status: { phase: Running, conditions: [{ type: Ready, status: "True" }] }
---
apiVersion: v1
kind: Event
metadata: { name: e1, namespace: msp }
involvedObject: { apiVersion: v1, kind: Pod, name: db-0, namespace: msp }
type: Warning
reason: ${reason}
message: '${message}'
firstTimestamp: "2026-11-21T08:00:00Z"
lastTimestamp: "2026-11-21T08:30:00Z"
`;

test("A volume that another node holds names the pod and the node", async () => {
    const { says } = await judge(attach, {
        objects: objects(
            "FailedAttachVolume",
            'Multi-Attach error for volume "pvc-1" Volume is already exclusively attached to one node',
        ),
    });
    expect(says).toEqual([
        'PersistentVolumeClaim msp/data is still attached to another node, so pod msp/db-0 cannot have it on worker-1 (it is held by pod db-old on node worker-2): Multi-Attach error for volume "pvc-1" Volume is already exclusively attached to one node',
    ]);
});

test("A CSI driver that is not on the node is named", async () => {
    const { says } = await judge(attach, {
        objects: objects(
            "FailedMount",
            'MountVolume.MountDevice failed for volume "pvc-1" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name ebs.csi.aws.com not found in the list of registered CSI drivers',
        ),
    });
    expect(says).toEqual(["CSIDriver ebs.csi.aws.com is not registered on node worker-1, so pod msp/db-0 gets no volume"]);
});

test("A damaged file system says what mount said", async () => {
    const { says } = await judge(attach, {
        objects: objects(
            "FailedMount",
            'MountVolume.MountDevice failed for volume "pvc-1" : rpc error: code = Internal desc = mount failed: exit status 32: wrong fs type, bad superblock on /dev/sdb',
        ),
    });
    expect(says).toEqual([
        "PersistentVolumeClaim msp/data cannot be mounted into pod msp/db-0 on node worker-1: mount failed: exit status 32: wrong fs type, bad superblock on /dev/sdb",
    ]);
});

test("An old mount event of a container that runs is history", async () => {
    expect((await judge(attach, { objects: objects("FailedMount", "Multi-Attach error", "{ running: {} }") })).answer).toBe(
        "clean",
    );
});

test("A hostPath that is not there is the workload's own fault", async () => {
    const given = objects(
        "FailedMount",
        'MountVolume.SetUp failed for volume "socket" : hostPath type check failed: /run/x.sock is not a socket file',
    ).replaceAll(/, volumes: \[[^\]]*\]/g, "");
    expect((await judge(attach, { objects: given })).says).toEqual([
        "Pod msp/db-0: pod db-0 cannot mount a volume on node worker-1: hostPath type check failed: /run/x.sock is not a socket file",
    ]);
});
