import type { ObjectRef } from "../../core/evidence-ref.ts";
import type { Facts } from "./facts.ts";
import { list, text, texts } from "./fields.ts";
import { type KubeObject, namespaceOf } from "./kube-object.ts";

/** A thing an account wants to do; `namespace` "" means everywhere. */
export interface Wish {
    readonly account: ObjectRef;
    readonly verb: string;
    readonly resource: string;
    readonly group: string;
    readonly namespace: string;
}

const RBAC = "rbac.authorization.k8s.io";

/** Whether the roles in the bundle allow it; undefined when roles and bindings were not collected. Source: pkg/registry/rbac/validation. */
export function mayDo(facts: Facts, wish: Wish): boolean | undefined {
    if (!facts.collected(`ClusterRole.${RBAC}`) || !facts.collected(`ClusterRoleBinding.${RBAC}`)) return undefined;
    const inNamespace =
        wish.namespace === ""
            ? []
            : facts.all(`RoleBinding.${RBAC}`).filter((binding) => namespaceOf(binding) === wish.namespace);
    return [...facts.all(`ClusterRoleBinding.${RBAC}`), ...inNamespace].some(
        (binding) => binds(binding, wish.account) && roleOf(facts, binding).some((rule) => allows(rule, wish)),
    );
}

function binds(binding: KubeObject, account: ObjectRef): boolean {
    return list(binding.body, "subjects").some((subject) => {
        const name = text(subject, "name");
        if (text(subject, "kind") === "Group")
            return (
                name === "system:serviceaccounts" ||
                name === `system:serviceaccounts:${account.namespace}` ||
                name === "system:authenticated"
            );
        return (
            name === account.name &&
            text(subject, "kind") === "ServiceAccount" &&
            (text(subject, "namespace") ?? namespaceOf(binding)) === account.namespace
        );
    });
}

function roleOf(facts: Facts, binding: KubeObject): readonly unknown[] {
    const [kind, name] = [text(binding.body, "roleRef", "kind") ?? "", text(binding.body, "roleRef", "name") ?? ""];
    const role = facts.get(`${kind}.${RBAC}`, name, kind === "Role" ? namespaceOf(binding) : undefined);
    return list(role?.body, "rules");
}

function allows(rule: unknown, wish: Wish): boolean {
    const has = (field: string, value: string) => texts(rule, field).some((each) => each === "*" || each === value);
    return (
        has("verbs", wish.verb) &&
        has("resources", wish.resource) &&
        (has("apiGroups", wish.group) || (wish.group === "" && list(rule, "apiGroups").includes("")))
    );
}
