package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/api/inspect"
	"github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/api/storage"
	"github.com/siderolabs/talos/pkg/machinery/api/time"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

var services = []protoreflect.ServiceDescriptor{
	machine.File_machine_machine_proto.Services().ByName("MachineService"),
	storage.File_storage_storage_proto.Services().ByName("StorageService"),
	time.File_time_time_proto.Services().ByName("TimeService"),
	inspect.File_inspect_inspect_proto.Services().ByName("InspectService"),
}

// The kinds of events, in the order in which they are sent.
var events = []proto.Message{
	&machine.SequenceEvent{}, &machine.PhaseEvent{}, &machine.TaskEvent{}, &machine.ServiceStateEvent{},
	&machine.ConfigLoadErrorEvent{}, &machine.ConfigValidationErrorEvent{}, &machine.AddressEvent{}, &machine.MachineStatusEvent{},
}

// answer serves any method of the services above: messages with every field set to a value that its name and number give.
func answer(_ any, stream grpc.ServerStream) error {
	path, _ := grpc.MethodFromServerStream(stream)

	method, err := methodOf(path)
	if err != nil {
		return status.Error(codes.Unimplemented, err.Error())
	}

	messages, err := messagesOf(method)
	if err != nil {
		return err
	}

	for _, message := range messages {
		if err := stream.SendMsg(message); err != nil {
			return err
		}
	}

	return nil
}

func methodOf(path string) (protoreflect.MethodDescriptor, error) {
	name := protoreflect.FullName(strings.ReplaceAll(strings.TrimPrefix(path, "/"), "/", "."))

	found, err := protoregistry.GlobalFiles.FindDescriptorByName(name)
	if err != nil {
		return nil, err
	}

	method, ok := found.(protoreflect.MethodDescriptor)
	if !ok {
		return nil, fmt.Errorf("%s is no method", path)
	}

	return method, nil
}

func messagesOf(method protoreflect.MethodDescriptor) ([]proto.Message, error) {
	kind, err := protoregistry.GlobalTypes.FindMessageByName(method.Output().FullName())
	if err != nil {
		return nil, err
	}

	if method.Output().FullName() != "machine.Event" {
		return []proto.Message{filled(kind.New())}, nil
	}

	sent := make([]proto.Message, 0, len(events))

	for _, event := range events {
		// As the machine's event stream does (internal/app/machined/pkg/runtime/v1alpha1), which is not the prefix of anypb.New.
		value, err := proto.Marshal(filled(event.ProtoReflect().New()))
		if err != nil {
			return nil, err
		}

		data := &anypb.Any{TypeUrl: "talos/runtime/" + string(event.ProtoReflect().Descriptor().FullName()), Value: value}
		sent = append(sent, &machine.Event{Id: "id", ActorId: "actor_id", Data: data})
	}

	return sent, nil
}

func everyMessage() (map[string]json.RawMessage, error) {
	every := map[string]json.RawMessage{}

	for _, service := range services {
		for i := range service.Methods().Len() {
			method := service.Methods().Get(i)

			messages, err := messagesOf(method)
			if err != nil {
				return nil, err
			}

			shown := make([]json.RawMessage, 0, len(messages))

			for _, message := range messages {
				text, err := protojson.MarshalOptions{EmitUnpopulated: true}.Marshal(message)
				if err != nil {
					return nil, err
				}

				shown = append(shown, text)
			}

			list, err := json.Marshal(shown)
			if err != nil {
				return nil, err
			}

			every[fmt.Sprintf("%s/%s", service.FullName(), method.Name())] = list
		}
	}

	return every, nil
}

func filled(message protoreflect.Message) proto.Message {
	fields := message.Descriptor().Fields()

	for i := range fields.Len() {
		field := fields.Get(i)

		switch {
		case field.ContainingOneof() != nil || field.IsMap() || isAny(field):
			continue
		case field.IsList() && field.Message() != nil:
			message.Mutable(field).List().Append(protoreflect.ValueOfMessage(filled(message.NewField(field).List().NewElement().Message()).ProtoReflect()))
		case field.IsList():
			message.Mutable(field).List().Append(scalar(field))
		case field.Message() != nil && field.Message().FullName() == "google.protobuf.Timestamp":
			message.Set(field, protoreflect.ValueOfMessage((&timestamppb.Timestamp{Seconds: int64(1_700_000_000 + field.Number())}).ProtoReflect()))
		case field.Message() != nil:
			filled(message.Mutable(field).Message())
		default:
			message.Set(field, scalar(field))
		}
	}

	return message.Interface()
}

func isAny(field protoreflect.FieldDescriptor) bool {
	return field.Message() != nil && field.Message().FullName() == "google.protobuf.Any"
}

func scalar(field protoreflect.FieldDescriptor) protoreflect.Value {
	number := uint64(field.Number())

	switch field.Kind() {
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(string(field.Name()))
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes([]byte(field.Name()))
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(true)
	case protoreflect.EnumKind:
		values := field.Enum().Values()

		return protoreflect.ValueOfEnum(values.Get(values.Len() - 1).Number())
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return protoreflect.ValueOfInt32(int32(number) + 100)
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return protoreflect.ValueOfUint32(uint32(number) + 200)
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		return protoreflect.ValueOfInt64(int64(number)<<33 + 1)
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(number<<56 + 1)
	case protoreflect.FloatKind:
		return protoreflect.ValueOfFloat32(float32(number) + 0.5)
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(float64(number) + 0.25)
	default:
		panic(fmt.Sprintf("no value for a field of kind %s", field.Kind()))
	}
}
