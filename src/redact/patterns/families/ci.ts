import { prefixFamily } from "../prefix-family.ts";

export const ci = prefixFamily({
    id: "ci",
    title: "Build and delivery: CircleCI, Buildkite, SonarQube, Octopus, Harness, Travis, TeamCity, Codecov, Terraform tools",
    source: "each vendor's API token documentation",
    formats: [
        {
            id: "circleci-token",
            prefixes: ["CCIPAT_", "CCIPRJ_"],
            parts: [
                { of: "base62", min: 20, max: 24 },
                { join: "_", of: "hex", min: 40 },
            ],
        },
        { id: "buildkite-token", prefixes: ["bkua_", "bkct_", "bkpt_", "bkpat_"], parts: [{ of: "base62", min: 38, max: 64 }] },
        { id: "sonar-token", prefixes: ["sqp_", "squ_", "sqa_"], parts: [{ of: "hex", min: 40 }] },
        {
            id: "octopus-key",
            prefixes: ["API-"],
            parts: [{ of: "upper", min: 26, max: 40 }],
            accepts: (secret) => /\d/.test(secret),
        },
        {
            id: "harness-token",
            prefixes: ["pat.", "sat."],
            parts: [
                { of: "base64url", min: 22 },
                { join: ".", of: "hex", min: 24 },
                { join: ".", of: "base62", min: 20 },
            ],
        },
        { id: "depot-token", prefixes: ["depot_", "depot_org_", "depot_project_"], parts: [{ of: "hex", min: 60, max: 64 }] },
        { id: "nx-cloud-token", prefixes: ["nx_cloud_"], parts: [{ of: "base62", min: 40, max: 60 }] },
        { id: "expo-token", prefixes: ["expo_"], parts: [{ of: "base64url", min: 40, max: 50 }] },
        {
            id: "postman-key",
            prefixes: ["PMAK-"],
            parts: [
                { of: "hex", min: 24 },
                { join: "-", of: "hex", min: 34 },
            ],
        },
        { id: "postman-collection-key", prefixes: ["PMAT-"], parts: [{ of: "upper", min: 26 }] },
        { id: "readme-key", prefixes: ["rdme_"], parts: [{ of: "lower", min: 70 }] },
        {
            id: "appveyor-token",
            prefixes: ["v2."],
            parts: [{ of: "lower", min: 20 }],
            accepts: (secret) => /[a-z]/.test(secret.slice(3)) && (secret.match(/\d/g)?.length ?? 0) >= 4,
        },
        { id: "spacelift-key", prefixes: ["01SPL"], parts: [{ of: "upper", min: 20, max: 30 }] },
        { id: "snyk-token", prefixes: ["snyk_uat.", "snyk_sat."], parts: [{ of: "dotted", min: 40, max: 200 }] },
        { id: "semgrep-token", prefixes: ["sgp_semgrep_"], parts: [{ of: "base62", min: 40, max: 64 }] },
        { id: "unity-key", prefixes: ["upm_"], parts: [{ of: "base62", min: 32, max: 64 }] },
    ],
    leave: ["v2.13.0-rc.1", "API-Server started", "sat.example.com", "pat.match(x)", "sqp_status_ok"],
});
