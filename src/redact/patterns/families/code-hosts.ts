import { crcEndedLength } from "../crc-ended.ts";
import { prefixFamily } from "../prefix-family.ts";

export const codeHosts = prefixFamily({
    id: "code-hosts",
    title: "GitHub, GitLab, Bitbucket, Atlassian, Sourcegraph, Gitea",
    source: "github.blog 2021-04-05 token formats and changelog 2026-04-24 (ghs_APPID_JWT); docs.gitlab.com security/tokens; confluence.atlassian.com HTTP access tokens of Bitbucket Data Center; Atlassian and Sourcegraph access token docs",
    formats: [
        {
            id: "github-token",
            prefixes: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"],
            parts: [{ of: "base62", min: 30, max: 255 }],
            checkedLength: crcEndedLength,
        },
        {
            id: "github-stateless-token",
            prefixes: ["ghs_", "ghu_"],
            parts: [
                { of: "base62", min: 3, max: 24 },
                { join: "_eyJ", of: "dotted", min: 100, max: 3000 },
            ],
        },
        {
            id: "github-fine-grained",
            prefixes: ["github_pat_"],
            parts: [
                { of: "base62", min: 20, max: 24 },
                { join: "_", of: "base62", min: 40, max: 80 },
            ],
        },
        {
            id: "gitlab-token",
            prefixes: [
                "glpat-",
                "gldt-",
                "glrt-",
                "glrtr-",
                "glptt-",
                "glft-",
                "glsoat-",
                "glimt-",
                "glagent-",
                "gloas-",
                "glffct-",
                "glwt-",
            ],
            parts: [{ of: "dotted", min: 18, max: 300 }],
        },
        { id: "gitlab-job-token", prefixes: ["glcbt-"], parts: [{ of: "base64url", min: 18, max: 300 }] },
        { id: "gitlab-runner-registration", prefixes: ["GR1348941"], parts: [{ of: "base64url", min: 20, max: 60 }] },
        { id: "bitbucket-app-password", prefixes: ["ATBB"], parts: [{ of: "base62", min: 28, max: 40 }] },
        { id: "bitbucket-data-center-token", prefixes: ["BBDC-"], parts: [{ of: "base64", min: 40, max: 60 }] },
        { id: "atlassian-token", prefixes: ["ATATT3", "ATCTT3", "ATSTT3"], parts: [{ of: "equalled", min: 60, max: 400 }] },
        { id: "sourcegraph-token", prefixes: ["sgp_", "slk_", "sgd_"], parts: [{ of: "hex", min: 40, max: 64 }] },
        {
            id: "sourcegraph-instance-token",
            prefixes: ["sgp_"],
            parts: [
                { of: "base62", min: 5, max: 16 },
                { join: "_", of: "hex", min: 40 },
            ],
        },
    ],
    leave: [
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "set GITHUB_TOKEN to ghp_...",
        "glpat-<your token>",
        "github.com/org/repo",
    ],
});
