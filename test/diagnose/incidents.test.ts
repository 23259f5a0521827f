import { expect, test } from "vitest";
import { INCIDENTS } from "./incidents.ts";
import { diagnosed } from "./judge.ts";

for (const incident of INCIDENTS)
    test(incident.title, async () => {
        const { verdict, roots } = await diagnosed(incident);
        const named = roots.map(({ subject: { kind, namespace, name } }) =>
            [kind, namespace === undefined ? name : `${namespace}/${name}`].join(" "),
        );
        expect(named).toEqual(incident.root === undefined ? [] : [incident.root]);
        expect(verdict.layer).toBe(incident.layer);
        expect(roots[0]?.says ?? "").toContain(incident.says ?? "");
    });
