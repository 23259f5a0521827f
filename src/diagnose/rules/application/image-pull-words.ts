import type { Explanation } from "../../rule.ts";

interface PullPattern {
    readonly variant: string;
    readonly pattern: RegExp;
    readonly explanation: Explanation;
}

const row = (variant: string, pattern: RegExp, title: string, means: string, fix: string): PullPattern => ({
    variant,
    pattern,
    explanation: { title, means, fix },
});

/**
 * What the container runtime says when it cannot pull, the special before the general. Sources: containerd core/remotes/docker
 * (resolver.go, authorizer.go, pusher.go), distribution registry/api/errcode, kubernetes pkg/kubelet/images.
 */
export const PULL_PATTERNS: readonly PullPattern[] = [
    row(
        "invalid-name",
        /InvalidImageName|invalid reference format|couldn't parse image|repository name must be lowercase/i,
        "Image name is not valid",
        "The name of the image cannot be read: a space, an upper-case letter, an empty tag or a template that was not filled in.",
        "Correct `image` of the container.",
    ),
    row(
        "never",
        /ErrImageNeverPull|image .* is not present with pull policy of Never/i,
        "Image is not on the node and must not be pulled",
        "imagePullPolicy is Never and nobody has loaded the image onto the node.",
        "Load the image onto the node, or set imagePullPolicy to IfNotPresent.",
    ),
    row(
        "arch",
        /no match(?:ing manifest| for platform in manifest)|does not match the specified platform|no image found in (?:manifest list|image index) for architecture/i,
        "Image is not made for this processor",
        "The registry has the image, but not for the architecture of the node.",
        "Build or choose an image for the node's architecture, or pin the pod to fitting nodes.",
    ),
    row(
        "rate-limit",
        /toomanyrequests|429 Too Many Requests|rate limit/i,
        "Registry limits the rate of pulls",
        "The registry answers 429: too many pulls from this address or account.",
        "Pull with an account (imagePullSecrets), use a mirror, or wait.",
    ),
    row(
        "x509",
        /x509:|tls:|certificate|server gave HTTP response to HTTPS client/i,
        "Registry's certificate is not trusted",
        "The TLS connection to the registry fails: own authority, expired certificate, wrong name, or a registry that only speaks HTTP.",
        "Give the node's container runtime the registry's authority, or renew the certificate.",
    ),
    row(
        "dns",
        /no such host|server misbehaving|Temporary failure in name resolution|dial tcp: lookup [^\n]*(?:i\/o timeout|refused)/i,
        "Registry's name does not resolve",
        "The node cannot find the registry's address: the name is misspelt, or the node's DNS resolvers do not answer.",
        "Correct the registry in the image name, or the resolvers of the node (not the cluster DNS).",
    ),
    row(
        "auth",
        /pull access denied|unauthorized|authentication required|401 Unauthorized|403 Forbidden|denied:|no basic auth credentials|insufficient_scope|authorization failed|FailedToRetrieveImagePullSecret/i,
        "Registry refuses the pull",
        "The registry wants credentials it was not shown, refuses those it was shown, or hides a repository that does not exist.",
        "Create or correct the imagePullSecret of the pod or its ServiceAccount; check the name of the repository.",
    ),
    row(
        "not-found",
        /not found|manifest unknown|MANIFEST_UNKNOWN|NAME_UNKNOWN|repository does not exist|404 Not Found|name unknown/i,
        "Image or tag does not exist",
        "The registry answers that there is no such repository, tag or digest.",
        "Correct the tag or push the image.",
    ),
    row(
        "disk",
        /no space left on device|disk quota/i,
        "No room on the node for the image",
        "The image was found but the node's disk is full.",
        "Free space on the node.",
    ),
    row(
        "unreachable",
        /connection refused|no route to host|network is unreachable|connection reset|proxyconnect/i,
        "Registry is not reachable",
        "The node gets no connection to the registry: firewall, proxy, route, or the registry is down.",
        "Check from the node: `curl -v https://REGISTRY/v2/`; set the proxy of the container runtime where one is needed.",
    ),
    row(
        "timeout",
        /timeout|timed out|deadline exceeded|context canceled|unexpected EOF|short read|TLS handshake/i,
        "Pull was interrupted or timed out",
        "The registry or the way to it is too slow, or broke off; the kubelet tries again.",
        "Check the node's bandwidth and proxy; a pull that is retried often passes by itself.",
    ),
];

/** When nothing fits. */
export const OTHER_PULL: Explanation = {
    title: "Image cannot be pulled",
    means: "The container runtime gives a reason that is quoted.",
    fix: "Follow the reason that is quoted.",
};

/** The registry of an image as the container runtime reads it. Source: distribution/reference normalize.go. */
export function registryOf(image: string): string {
    const [first = "", ...rest] = image.split("/");
    return rest.length > 0 && (/[.:]/.test(first) || first === "localhost") ? first : "docker.io";
}
