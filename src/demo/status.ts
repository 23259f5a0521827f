const REASONS: Readonly<Record<number, string>> = {
    400: "BadRequest",
    401: "Unauthorized",
    404: "NotFound",
    405: "MethodNotAllowed",
    406: "NotAcceptable",
    410: "Expired",
    422: "Invalid",
    500: "InternalError",
    503: "ServiceUnavailable",
};

/** What the API server says instead of an answer: metav1.Status. Source: apimachinery pkg/api/errors/errors.go. */
export function failure(code: number, message: string, details?: object): object {
    return {
        kind: "Status",
        apiVersion: "v1",
        metadata: {},
        status: "Failure",
        message,
        reason: REASONS[code] ?? "",
        ...(details ? { details } : {}),
        code,
    };
}
