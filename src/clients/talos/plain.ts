import {
    createRegistry,
    type DescEnum,
    type DescField,
    type DescMessage,
    fromBinary,
    isMessage,
    type Message,
} from "@bufbuild/protobuf";
import { isReflectMap, isReflectMessage, type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { type Any, AnySchema, TimestampSchema, timestampDate } from "@bufbuild/protobuf/wkt";
import { file_common } from "./gen/common_pb.ts";
import { file_cosi } from "./gen/cosi_pb.ts";
import { file_inspect } from "./gen/inspect_pb.ts";
import { file_machine } from "./gen/machine_pb.ts";
import { file_storage } from "./gen/storage_pb.ts";
import { file_time } from "./gen/time_pb.ts";

const MESSAGES = createRegistry(
    file_common,
    file_machine,
    file_storage,
    file_time,
    file_inspect,
    file_cosi,
    TimestampSchema,
    AnySchema,
);

/** What JSON can say. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

/**
 * A Talos message as JSON, every field of it: names in camelCase as in protobuf's own JSON mapping, enums as words, times in RFC 3339, and, unlike there,
 * 64-bit integers as numbers; those above 2^53 stay strings. `metadata` is left out: it is about multi-node answers, which are not asked for.
 */
export function plain(message: Message): Plain {
    const schema = MESSAGES.getMessage(message.$typeName);
    return schema === undefined ? {} : fields(reflect(schema, message));
}

/** What an event carries, with its type's short name: `{ type: "ServiceStateEvent", … }`. Unknown types keep their name only; bytes that are no such message are `unreadable`. */
export function plainAny(any: Any | undefined): Plain {
    if (any === undefined || any.typeUrl === "") return null;
    const name = any.typeUrl.slice(any.typeUrl.lastIndexOf("/") + 1);
    const type = name.slice(name.lastIndexOf(".") + 1);
    const schema = MESSAGES.getMessage(name);
    if (schema === undefined) return { type };
    return { type, ...(decoded(schema, any.value) ?? { unreadable: true }) };
}

function decoded(schema: DescMessage, bytes: Uint8Array): { readonly [name: string]: Plain } | undefined {
    try {
        return fields(reflect(schema, fromBinary(schema, bytes)));
    } catch {
        return undefined;
    }
}

function fields(message: ReflectMessage): { readonly [name: string]: Plain } {
    const shown = message.fields.filter((field) => !(field.name === "metadata" && field.fieldKind === "message"));
    return Object.fromEntries(
        shown.flatMap((field): [string, Plain][] => (absent(message, field) ? [] : [[field.jsonName, value(message, field)]])),
    );
}

/** Scalars and lists are always there, even when zero; a message or a oneof member only when it was sent. */
function absent(message: ReflectMessage, field: DescField): boolean {
    return (field.fieldKind === "message" || field.oneof !== undefined) && !message.isSet(field);
}

function value(message: ReflectMessage, field: DescField): Plain {
    switch (field.fieldKind) {
        case "scalar":
            return scalar(message.get(field));
        case "enum":
            return enumName(field.enum, message.get(field));
        case "message":
            return inner(message.get(field));
        case "list":
            return [...message.get(field)].map((item: unknown) =>
                field.listKind === "enum" ? enumName(field.enum, item) : inner(item),
            );
        case "map": {
            const map: unknown = message.get(field);
            return isReflectMap(map)
                ? Object.fromEntries([...map].map(([key, item]): [string, Plain] => [String(key), inner(item)]))
                : {};
        }
        default:
            return field satisfies never;
    }
}

function inner(item: unknown): Plain {
    if (!isReflectMessage(item)) return scalar(item);
    if (isMessage(item.message, TimestampSchema)) return timestampDate(item.message).toISOString();
    if (isMessage(item.message, AnySchema)) return plainAny(item.message);
    return fields(item);
}

function enumName(desc: DescEnum, number: unknown): Plain {
    return typeof number === "number" ? (desc.value[number]?.name ?? number) : null;
}

function scalar(item: unknown): Plain {
    switch (typeof item) {
        case "bigint":
            return item >= BigInt(Number.MIN_SAFE_INTEGER) && item <= BigInt(Number.MAX_SAFE_INTEGER)
                ? Number(item)
                : String(item);
        case "number":
            return Number.isFinite(item) ? item : String(item);
        case "string":
        case "boolean":
            return item;
        default:
            return item instanceof Uint8Array ? Buffer.from(item).toString("base64") : null;
    }
}
