import { prefixFamily } from "../prefix-family.ts";
import { ALPHABETS } from "../sample.ts";

export const ci = prefixFamily({
    id: "ci",
    title: "Build and delivery: CircleCI, Buildkite, SonarQube, Octopus, Harness, Travis, TeamCity, Codecov, Terraform tools",
    source: "circleci.com/docs managing API tokens; buildkite.com/docs/platform/security/tokens; docs.sonarsource.com; octopus.com/docs; developer.harness.io; nx.dev; docs.snyk.io; depot.dev/docs; docs.deepsource.com; docs.mergify.com; inngest.com/docs signing keys; trigger.dev/docs API keys; docs.socket.dev; ionic.io/docs/appflow",
    formats: [
        {
            id: "circleci-token",
            prefixes: ["CCIPAT_", "CCIPRJ_"],
            parts: [
                { of: "base62", min: 20, max: 24 },
                { join: "_", of: "hex", min: 40 },
            ],
        },
        {
            id: "buildkite-token",
            prefixes: ["bkua_", "bkaa_", "bkaj_", "bkar_", "bkct_", "bkpt_", "bkpat_", "bkps_"],
            parts: [{ of: "dotted", min: 36, max: 1000 }],
        },
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
        {
            id: "chromatic-token",
            prefixes: ["chpt_"],
            parts: [{ of: "lower", min: 12, max: 20 }],
            accepts: (secret) => (secret.match(/\d/g)?.length ?? 0) >= 2,
        },
        { id: "mergify-key", prefixes: ["mka_"], parts: [{ of: "base64url", min: 40, max: 80 }] },
        {
            id: "inngest-signing-key",
            prefixes: ["signkey-prod-", "signkey-test-", "signkey-branch-"],
            parts: [{ of: "hex", min: 32, max: 64 }],
        },
        {
            id: "trigger-key",
            prefixes: ["tr_prod_", "tr_dev_", "tr_stg_", "tr_preview_", "tr_pat_"],
            parts: [{ of: "base62", min: 20, max: 48 }],
            accepts: (secret) => /\d/.test(secret),
        },
        { id: "socket-key", prefixes: ["sktsec_"], parts: [{ of: "base64url", min: 30, max: 80 }] },
        {
            id: "ionic-token",
            prefixes: [...ALPHABETS.base62].map((char) => `ion_${char}`),
            parts: [{ of: "base62", min: 41 }],
        },
        { id: "depot-token", prefixes: ["depot_", "depot_org_", "depot_project_"], parts: [{ of: "hex", min: 60, max: 64 }] },
        { id: "deepsource-token", prefixes: ["dsp_"], parts: [{ of: "hex", min: 40 }] },
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
        { id: "snyk-token", prefixes: ["snyk_uat.", "snyk_sat."], parts: [{ of: "dotted", min: 40, max: 200 }] },
    ],
    leave: ["v2.13.0-rc.1", "API-Server started", "sat.example.com", "pat.match(x)", "sqp_status_ok"],
});
