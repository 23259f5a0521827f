import type { Facts } from "../../facts/facts.ts";
import { annotations } from "../../facts/kube-object.ts";
import type { Finding, Rule } from "../../rule.ts";
import { showsField } from "../../showing.ts";

const DEFAULT = "storageclass.kubernetes.io/is-default-class";

/** More than one default class. */
export const defaultClass: Rule = {
    id: "storage.two-defaults",
    layer: "kubernetes",
    title: "Several StorageClasses are the default",
    means: "A claim without a class gets the newest of the default classes, which may not be the one that was meant.",
    fix: "Take the annotation storageclass.kubernetes.io/is-default-class off all but one.",
    source: "https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass",
    reads: ["StorageClass.storage.k8s.io"],
    check: severalDefaults,
};

function* severalDefaults(facts: Facts): Iterable<Finding> {
    const defaults = facts.all("StorageClass.storage.k8s.io").filter((each) => annotations(each)[DEFAULT] === "true");
    const [first] = defaults;
    if (first === undefined || defaults.length < 2) return;
    yield {
        severity: "info",
        role: "cause",
        subject: first.ref,
        says: `StorageClasses ${defaults.map((each) => each.ref.name).join(" and ")} are all the default: a claim without a class gets the newest`,
        hint: `kubectl annotate storageclass ${first.ref.name} ${DEFAULT}-`,
        evidence: defaults.map((each) =>
            showsField(each, `/metadata/annotations/${DEFAULT.replace("/", "~1")}`, `${DEFAULT}: "true"`),
        ),
        explains: ["provisioned-by"],
    };
}
