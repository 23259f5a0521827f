import { fail, ok, type Result } from "../../core/problem.ts";
import { type PatientWire, readDocument } from "./read-document.ts";
import type { Permission } from "./reader.ts";

/** Whether this user may, as the API server's authorizer sees it. Source: authorization.k8s.io/v1 SelfSubjectAccessReview. */
export async function reviewAccess(wire: PatientWire, permission: Permission, signal: AbortSignal): Promise<Result<boolean>> {
    const what = `asking whether ${permission.nonResourceURL ?? permission.resource} may be read`;
    const body = JSON.stringify({
        apiVersion: "authorization.k8s.io/v1",
        kind: "SelfSubjectAccessReview",
        spec: specOf(permission),
    });
    const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    const answer = await readDocument(wire, { what, path, body, json: true, maxBytes: 2 ** 20 }, signal);
    if (!answer.ok) return { ok: false, problem: answer.problem };
    const allowed = allowedIn(answer.value);
    return allowed === undefined ? fail("invalid", `${what}: the answer has no status`) : ok(allowed);
}

function specOf({ verb, group, resource, namespace, nonResourceURL }: Permission): object {
    if (nonResourceURL !== undefined) return { nonResourceAttributes: { verb, path: nonResourceURL } };
    const [name = "", subresource] = resource.split("/");
    return {
        resourceAttributes: {
            verb,
            group,
            resource: name,
            ...(subresource && { subresource }),
            ...(namespace === undefined ? {} : { namespace }),
        },
    };
}

function allowedIn(body: Uint8Array): boolean | undefined {
    try {
        const { status } = JSON.parse(Buffer.from(body).toString("utf8")) as { status?: { allowed?: unknown } };
        return typeof status?.allowed === "boolean" ? status.allowed : undefined;
    } catch {
        return undefined;
    }
}
