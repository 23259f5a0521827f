import type { TalosNode } from "../source.ts";

/** One hint of a machine. */
export interface NodeLead {
    readonly foundIn: TalosNode["foundIn"][number];
    readonly name?: string;
    readonly address: string;
    readonly addresses: readonly string[];
    readonly type?: "controlplane" | "worker";
}

/**
 * Machines out of leads: those that share an address or a name are one. The name is its host name where one lead knows it and no other machine
 * has the same; the address to call is the first lead's, which is the one a person wrote down. In the leads' order.
 */
export function mergeNodes(leads: readonly NodeLead[]): readonly TalosNode[] {
    const groups: NodeLead[][] = [];
    for (const lead of leads) {
        const own = new Set(lead.addresses.map(canonical));
        const same = groups.filter((group) =>
            group.some(({ addresses }) => addresses.some((address) => own.has(canonical(address)))),
        );
        const [first, ...rest] = same;
        if (first === undefined) groups.push([lead]);
        else {
            first.push(...rest.flat(), lead);
            for (const group of rest) groups.splice(groups.indexOf(group), 1);
        }
    }
    const names = groups.map((group) => group.find(({ name }) => name !== undefined)?.name);
    return groups.map((group, index) => {
        const name = names[index];
        return nodeOf(group, name !== undefined && names.indexOf(name) === names.lastIndexOf(name) ? name : undefined);
    });
}

function nodeOf(group: readonly NodeLead[], name: string | undefined): TalosNode {
    const address = group[0]?.address ?? "";
    const type = group.find((lead) => lead.type !== undefined)?.type;
    return {
        name: name ?? address,
        address,
        addresses: [...new Set(group.flatMap(({ addresses }) => addresses))],
        ...(type === undefined ? {} : { type }),
        foundIn: [...new Set(group.map(({ foundIn }) => foundIn))],
    };
}

/** IPv6 is written in many ways; names are the same in any case. */
function canonical(address: string): string {
    const bare = address.replace(/^\[|\]$/g, "").toLowerCase();
    return bare.includes(":") && URL.canParse(`http://[${bare}]`) ? new URL(`http://[${bare}]`).hostname : bare;
}
