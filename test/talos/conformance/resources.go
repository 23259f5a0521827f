package main

import (
	"context"
	"net/netip"

	"github.com/cosi-project/runtime/api/v1alpha1"
	"github.com/cosi-project/runtime/pkg/resource"
	"github.com/cosi-project/runtime/pkg/resource/meta"
	"github.com/cosi-project/runtime/pkg/resource/protobuf"
	"github.com/cosi-project/runtime/pkg/state"
	"github.com/cosi-project/runtime/pkg/state/impl/inmem"
	"github.com/cosi-project/runtime/pkg/state/impl/namespaced"
	"github.com/cosi-project/runtime/pkg/state/registry"
	"github.com/siderolabs/talos/pkg/machinery/config/machine"
	"github.com/siderolabs/talos/pkg/machinery/resources/block"
	"github.com/siderolabs/talos/pkg/machinery/resources/cluster"
	_ "github.com/siderolabs/talos/pkg/machinery/resources/config"
	_ "github.com/siderolabs/talos/pkg/machinery/resources/cri"
	_ "github.com/siderolabs/talos/pkg/machinery/resources/etcd"
	_ "github.com/siderolabs/talos/pkg/machinery/resources/files"
	_ "github.com/siderolabs/talos/pkg/machinery/resources/hardware"
	"github.com/siderolabs/talos/pkg/machinery/resources/k8s"
	_ "github.com/siderolabs/talos/pkg/machinery/resources/kubespan"
	_ "github.com/siderolabs/talos/pkg/machinery/resources/network"
	_ "github.com/siderolabs/talos/pkg/machinery/resources/perf"
	"github.com/siderolabs/talos/pkg/machinery/resources/runtime"
	_ "github.com/siderolabs/talos/pkg/machinery/resources/secrets"
	_ "github.com/siderolabs/talos/pkg/machinery/resources/siderolink"
	_ "github.com/siderolabs/talos/pkg/machinery/resources/time"
	_ "github.com/siderolabs/talos/pkg/machinery/resources/v1alpha1"
)

// resources is a state with the wanted types that this Talos has, an empty resource of each, and some that say something.
func resources(ctx context.Context, wanted []string) (state.State, map[string]string, error) {
	st := state.WrapCore(namespaced.NewState(inmem.Build))
	definitions := registry.NewResourceRegistry(st)
	types := map[string]string{}

	if err := definitions.RegisterDefault(ctx); err != nil {
		return nil, nil, err
	}

	for _, name := range wanted {
		known, ok := definitionOf(name)
		if !ok {
			continue
		}

		if err := definitions.Register(ctx, known); err != nil {
			return nil, nil, err
		}

		types[name] = known.ResourceDefinition().DefaultNamespace

		// A machine configuration cannot be empty; its type is known all the same.
		if empty, err := emptyResource(name, types[name]); err == nil {
			if err := st.Create(ctx, empty); err != nil {
				return nil, nil, err
			}
		}
	}

	for _, telling := range tellingResources() {
		if err := st.Create(ctx, telling); err != nil {
			return nil, nil, err
		}
	}

	return st, types, nil
}

// definitionOf finds a type among those that Talos' packages have registered, which they do in two ways.
func definitionOf(name string) (meta.ResourceWithRD, bool) {
	found, err := protobuf.CreateResource(name)
	if err != nil {
		if found, err = emptyResource(name, "any"); err != nil {
			return nil, false
		}
	}

	known, ok := found.(meta.ResourceWithRD)

	return known, ok
}

func emptyResource(name, namespace string) (resource.Resource, error) {
	metadata := &v1alpha1.Metadata{Namespace: namespace, Type: name, Id: "empty", Version: "undefined", Phase: "running"}

	wire, err := protobuf.Unmarshal(&v1alpha1.Resource{Metadata: metadata, Spec: &v1alpha1.Spec{}})
	if err != nil {
		return nil, err
	}

	return protobuf.UnmarshalResource(wire)
}

func tellingResources() []resource.Resource {
	status := runtime.NewMachineStatus()
	status.TypedSpec().Stage = runtime.MachineStageBooting
	status.TypedSpec().Status.UnmetConditions = []runtime.UnmetCondition{{Name: "time", Reason: "time is not synced"}}

	member := cluster.NewMember(cluster.NamespaceName, "cp-1")
	member.TypedSpec().Hostname = "cp-1"
	member.TypedSpec().MachineType = machine.TypeControlPlane
	member.TypedSpec().Addresses = []netip.Addr{netip.MustParseAddr("127.0.0.1")}

	volume := block.NewVolumeStatus(block.NamespaceName, "EPHEMERAL")
	volume.TypedSpec().Phase = block.VolumePhaseReady
	volume.TypedSpec().Size = 50 << 30

	cmdline := runtime.NewKernelCmdline()
	cmdline.TypedSpec().Cmdline = "talos.platform=metal talos.config.inline=CANARY-cmdline"

	key := runtime.NewMetaKey(runtime.NamespaceName, "0x09")
	key.TypedSpec().Value = "CANARY-meta-key"

	manifest := k8s.NewManifest(k8s.ControlPlaneNamespaceName, "00-kubelet-bootstrapping-token")
	manifest.TypedSpec().Items = []k8s.SingleManifest{{Object: map[string]any{"kind": "Secret", "stringData": map[string]any{"token-secret": "CANARY-bootstrap"}}}}

	return []resource.Resource{status, member, volume, cmdline, key, manifest}
}
