import { readFileSync } from "node:fs";
import { ok, type Result } from "../core/problem.ts";
import { type LoadedSpec, loadSpec } from "./load-spec.ts";

/** The profiles that come with the program, most special first: the order in which they are tried for `detect`. */
export const BUILT_IN_PROFILES = ["appliance", "default"] as const;
export type BuiltInProfile = (typeof BUILT_IN_PROFILES)[number];

/** The profile's file as it was written, comments included. Beside this file unbuilt, beside the bundle when built. */
export function builtInProfileText(name: BuiltInProfile): string {
    return readFileSync(new URL(`./profiles/${name}.yaml`, import.meta.url), "utf8");
}

/** A profile that comes with the program. */
export function builtInProfile(name: BuiltInProfile): Result<LoadedSpec> {
    return loadSpec(builtInProfileText(name), `profile ${name}`);
}

/** The first built-in profile all of whose `detect` namespaces are there; `default` detects nothing and so always fits. */
export function detectProfile(namespaces: readonly string[]): Result<LoadedSpec> {
    const present = new Set(namespaces);
    for (const name of BUILT_IN_PROFILES) {
        const profile = builtInProfile(name);
        if (!profile.ok) return profile;
        if (profile.value.detect.every((namespace) => present.has(namespace))) return ok(profile.value);
    }
    return builtInProfile("default");
}
