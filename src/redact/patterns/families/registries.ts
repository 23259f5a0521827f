import { crcEndedLength } from "../crc-ended.ts";
import { prefixFamily } from "../prefix-family.ts";
import { ALPHABETS } from "../sample.ts";

export const registries = prefixFamily({
    id: "registries",
    title: "Package indexes and container registries: npm, PyPI, RubyGems, crates.io, Docker Hub, JFrog, NuGet",
    source: "docs.npmjs.com access tokens; pypi.org/help#apitoken (macaroons); guides.rubygems.org; docs.docker.com/security/access-tokens; jfrog.com/help reference tokens; learn.microsoft.com/nuget; jsr.io/docs; anaconda.com/docs tokens (conda.anaconda.org/t/tk-…); github.com/eclipse/openvsx",
    formats: [
        { id: "npm-token", prefixes: ["npm_"], parts: [{ of: "base62", min: 34, max: 60 }], checkedLength: crcEndedLength },
        {
            id: "pypi-token",
            prefixes: ["pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZ"],
            parts: [{ of: "base64url", min: 50, max: 1000 }],
        },
        { id: "rubygems-key", prefixes: ["rubygems_"], parts: [{ of: "hex", min: 48 }] },
        {
            id: "crates-token",
            prefixes: ["cio"],
            parts: [{ of: "base62", min: 32 }],
            accepts: (secret) => /\d/.test(secret) && /[A-Z]/.test(secret),
        },
        {
            id: "packagist-token",
            prefixes: ["packagist_uut_", "packagist_out_", "packagist_ort_", "packagist_ack_"],
            parts: [{ of: "hex", min: 60, max: 80 }],
        },
        { id: "clojars-token", prefixes: ["CLOJARS_"], parts: [{ of: "hex", min: 60 }] },
        { id: "docker-token", prefixes: ["dckr_pat_", "dckr_oat_"], parts: [{ of: "base64url", min: 20, max: 60 }] },
        { id: "jfrog-api-key", prefixes: ["AKCp"], parts: [{ of: "base62", min: 60, max: 80 }] },
        { id: "jfrog-reference-token", prefixes: ["cmVmdGtu"], parts: [{ of: "base62", min: 50, max: 60 }] },
        { id: "nuget-key", prefixes: ["oy2"], parts: [{ of: "lower", min: 43 }] },
        {
            id: "conda-token",
            prefixes: [...ALPHABETS.hex].map((digit) => `tk-${digit}`),
            parts: [
                { of: "hex", min: 7 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 12 },
            ],
        },
        { id: "jsr-token", prefixes: ["jsrp_", "jsrd_"], parts: [{ of: "base62", min: 30, max: 80 }] },
        {
            id: "openvsx-token",
            prefixes: ["ovsxat_", "ovsxp_"],
            parts: [
                { of: "hex", min: 8 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 4 },
                { join: "-", of: "hex", min: 12 },
            ],
        },
    ],
    leave: ["npm_config_registry=https://npm.example.com", "npm_lifecycle_event", "docker.io/library/nginx:1.27", "oy2"],
});
