import { z } from "zod";

const Review = z.looseObject({ spec: z.record(z.string(), z.unknown()).optional() });

/**
 * Who may read the sample may read all of it: SelfSubjectAccessReview says yes to get and list, and no to what would change something.
 * Undefined for a path that is no review, or a body that is none. Source: k8s.io/api/authorization/v1.
 */
export function reviewAnswer(path: string, body: string): object | undefined {
    const kind = KINDS[path];
    const review = kind ? Review.safeParse(jsonOf(body)) : undefined;
    if (!review?.success) return undefined;
    const head = {
        kind,
        apiVersion: path.startsWith("/apis/authentication") ? "authentication.k8s.io/v1" : "authorization.k8s.io/v1",
        metadata: {},
    };
    switch (kind) {
        case "SelfSubjectReview":
            return { ...head, status: { userInfo: { username: "sample", groups: ["system:authenticated"] } } };
        case "SelfSubjectRulesReview":
            return {
                ...head,
                spec: review.data.spec ?? {},
                status: {
                    resourceRules: [{ verbs: READING, apiGroups: ["*"], resources: ["*"] }],
                    nonResourceRules: [{ verbs: ["get"], nonResourceURLs: ["*"] }],
                    incomplete: false,
                },
            };
        default:
            return { ...head, spec: review.data.spec ?? {}, status: { allowed: READING.includes(verbOf(review.data.spec)) } };
    }
}

const READING = ["get", "list"];

const KINDS: Readonly<Record<string, string>> = {
    "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews": "SelfSubjectAccessReview",
    "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews": "SelfSubjectRulesReview",
    "/apis/authentication.k8s.io/v1/selfsubjectreviews": "SelfSubjectReview",
};

const Attributes = z.object({ verb: z.string() });

function verbOf(spec: Readonly<Record<string, unknown>> | undefined): string {
    const attributes = Attributes.safeParse(spec?.resourceAttributes ?? spec?.nonResourceAttributes);
    return attributes.success ? attributes.data.verb : "";
}

function jsonOf(body: string): unknown {
    try {
        return JSON.parse(body);
    } catch {
        return undefined;
    }
}
