import { failure } from "./status.ts";

/** A request, without the transport it came over. */
export interface ApiRequest {
    readonly method: string;
    /** Path and query. */
    readonly url: URL;
    readonly accept: string;
    readonly body: string;
}

/** An answer, whole. */
export interface ApiAnswer {
    readonly status: number;
    readonly contentType: string;
    readonly body: string | Uint8Array;
}

export function json(status: number, body: object): ApiAnswer {
    return { status, contentType: "application/json", body: JSON.stringify(body) };
}

export function text(body: string | Uint8Array, status = 200): ApiAnswer {
    return { status, contentType: "text/plain; charset=utf-8", body };
}

/** A Status with that code. */
export function refuse(code: number, message: string, details?: object): ApiAnswer {
    return json(code, failure(code, message, details));
}

export function notServed(): ApiAnswer {
    return refuse(404, "the server could not find the requested resource", {});
}

export function notAllowed(): ApiAnswer {
    return refuse(405, "the server does not allow this method on the requested resource", {});
}
