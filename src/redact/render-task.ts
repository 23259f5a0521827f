import type { ClusterRef } from "../core/cluster-ref.ts";
import type { EventRef, ObjectRef } from "../core/evidence-ref.ts";
import type { ProblemCode, Result } from "../core/problem.ts";
import type { PodFound, RawDocument } from "../sources/source.ts";
import type { RedactionCounts } from "./redacted.ts";
import type { ObjectType } from "./structure/places.ts";
import type { KnownValue } from "./text-nets.ts";

/** What goes to a worker. The bytes are transferred: the sender has them no longer. */
export type RenderTask =
    | {
          readonly type: "page";
          readonly cluster: ClusterRef;
          readonly apiVersion: string;
          readonly kind: string;
          readonly as: "objects" | "events";
          readonly write: boolean;
          readonly managedFields: boolean;
          readonly bytes: Uint8Array;
      }
    | { readonly type: "document"; readonly format: RawDocument["format"]; readonly bytes: Uint8Array }
    | { readonly type: "piece"; readonly rest: Uint8Array; readonly bytes: Uint8Array; readonly last: boolean }
    | { readonly type: "lines"; readonly rest: Uint8Array; readonly bytes: Uint8Array; readonly last: boolean }
    | { readonly type: "file"; readonly name: string; readonly bytes: Uint8Array }
    | { readonly type: "shown"; readonly name: string; readonly bytes: Uint8Array }
    | { readonly type: "shown-by-page"; readonly object: ObjectType; readonly bytes: Uint8Array };

/** One item inside the page's buffer. */
export interface ItemRendered {
    readonly ref: ObjectRef | EventRef;
    readonly offset: number;
    readonly length: number;
    readonly sha256: string;
    readonly redactions: RedactionCounts;
}

/** An item that was left out, or a part of one that was masked whole. */
export interface Withheld {
    readonly ref: ObjectRef | EventRef;
    readonly message: string;
    /** The rest of it is there. */
    readonly partial: boolean;
}

export interface PageRendered {
    readonly type: "page";
    readonly bytes: Uint8Array;
    readonly items: readonly ItemRendered[];
    readonly withheld: readonly Withheld[];
    readonly pods: readonly PodFound[];
    /** The page as a whole could not be read: nothing else is set. */
    readonly problem?: { readonly code: ProblemCode; readonly message: string };
}

export interface DocumentRendered {
    readonly type: "document";
    readonly bytes: Uint8Array;
    readonly sha256: string;
    readonly redactions: RedactionCounts;
    readonly unreadable: readonly string[];
    readonly problem?: { readonly code: ProblemCode; readonly message: string };
}

export interface PieceRendered {
    readonly type: "piece";
    readonly bytes: Uint8Array;
    readonly rest: Uint8Array;
    readonly counts: RedactionCounts;
}

/** A file made by anything, redacted by its format and in it. */
export interface FileRendered {
    readonly type: "file";
    readonly bytes: Uint8Array;
    readonly redactions: RedactionCounts;
    /** Values masked whole, one sentence each; or that the file could not be parsed. */
    readonly notes: readonly string[];
    /** It could not be looked into and is not to be written. */
    readonly withheld?: string;
}

/** What a file shows to be secret, and texts that are names in its cluster. */
export interface ShownInFile {
    readonly type: "shown";
    readonly bytes: Uint8Array;
    readonly values: readonly KnownValue[];
    readonly names: readonly string[];
}

/** What the objects of a list page show to be secret. */
export interface ShownByPage {
    readonly type: "shown-by-page";
    readonly bytes: Uint8Array;
    readonly values: Result<readonly KnownValue[]>;
}

export type Rendered = PageRendered | DocumentRendered | PieceRendered | FileRendered | ShownInFile | ShownByPage;
