import { hash } from "node:crypto";
import type { EventRef, ObjectRef } from "../core/evidence-ref.ts";
import type { Problem } from "../core/problem.ts";
import type { PodFound } from "../sources/source.ts";
import { Counter } from "./counts.ts";
import { eventRef } from "./event-ref.ts";
import type { StringHider } from "./hide-strings.ts";
import { isObject, type Json, type JsonObject, objectAt, stringAt } from "./json.ts";
import { PageBuffer } from "./page-buffer.ts";
import { type ItemVisitor, visitItems } from "./page-items.ts";
import { podFound } from "./pod-found.ts";
import type { ItemRendered, PageRendered, RenderTask, Withheld } from "./render-task.ts";
import type { Structure } from "./structure/structure.ts";
import type { TextNets } from "./text-nets.ts";
import type { YamlWriter } from "./yaml.ts";

type PageTask = Extract<RenderTask, { type: "page" }>;

/** What a worker has: one of each for its whole life. */
export interface Tools {
    readonly nets: TextNets;
    readonly structure: Structure;
    readonly yaml: YamlWriter;
    readonly strings: StringHider;
}

/**
 * A list page as received → one YAML document per item, redacted. An item on which anything fails is left out and said in `withheld`.
 */
export function renderPage(task: PageTask, tools: Tools): PageRendered {
    const page = new Page(task, tools);
    const visited = visitItems(task.bytes, task.managedFields, page);
    return visited.ok ? page.rendered() : nothing(visited.problem);
}

function nothing({ code, message }: Problem): PageRendered {
    return { type: "page", bytes: new Uint8Array(0), items: [], withheld: [], pods: [], problem: { code, message } };
}

class Page implements ItemVisitor {
    readonly #task: PageTask;
    readonly #tools: Tools;
    readonly #buffer: PageBuffer;
    #items: ItemRendered[] = [];
    #withheld: Withheld[] = [];
    #pods: PodFound[] = [];
    #visited = 0;

    constructor(task: PageTask, tools: Tools) {
        this.#task = task;
        this.#tools = tools;
        this.#buffer = new PageBuffer(task.write ? task.bytes.length : 0);
    }

    item(item: Json): void {
        const at = this.#visited++;
        if (isObject(item)) this.#item(item);
        else this.#leaveOut({}, `item ${at} is not an object`);
    }

    again(): void {
        this.#buffer.cut(0);
        this.#items = [];
        this.#withheld = [];
        this.#pods = [];
        this.#visited = 0;
    }

    rendered(): PageRendered {
        return { type: "page", bytes: this.#buffer.bytes(), items: this.#items, withheld: this.#withheld, pods: this.#pods };
    }

    #item(item: JsonObject): void {
        const start = this.#buffer.length;
        try {
            if (this.#task.kind === "Pod" && this.#task.apiVersion === "v1") this.#pods.push(podFound(item));
            if (this.#task.write) this.#write(item, start);
        } catch (error) {
            this.#buffer.cut(start);
            this.#leaveOut(item, `redaction failed on it (${error instanceof Error ? error.name : typeof error})`);
        }
    }

    #write(item: JsonObject, start: number): void {
        const { structure, strings, yaml } = this.#tools;
        const apiVersion = stringAt(item, "apiVersion") ?? this.#task.apiVersion;
        const kind = stringAt(item, "kind") ?? this.#task.kind;
        if (!this.#task.managedFields) delete objectAt(item, "metadata").managedFields;
        const counter = new Counter();
        const unreadable = structure.redact(item, { apiVersion, kind }, counter);
        strings.hide(item, counter);
        const bytes = this.#buffer.append(yaml.object(apiVersion, kind, item));
        const ref = this.#ref(item, apiVersion, kind);
        this.#items.push({
            ref,
            offset: start,
            length: bytes.length,
            sha256: hash("sha256", bytes, "hex"),
            redactions: counter.counts(),
        });
        for (const message of unreadable) this.#withheld.push({ ref, message, partial: true });
    }

    /** Of the object as it is after redaction: a secret in a name must not become a path. */
    #ref(item: JsonObject, apiVersion: string, kind: string): ObjectRef | EventRef {
        const { cluster, as } = this.#task;
        if (as === "events") return eventRef(cluster, item);
        const metadata = objectAt(item, "metadata");
        const namespace = stringAt(metadata, "namespace");
        const name = stringAt(metadata, "name") ?? "";
        return { cluster, type: "object", apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name };
    }

    #leaveOut(item: JsonObject, message: string): void {
        const { apiVersion, kind } = this.#task;
        this.#withheld.push({ ref: this.#ref(item, apiVersion, kind), message, partial: false });
    }
}
