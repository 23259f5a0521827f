const NAMED = /(?:conn(?:ection)?[-_. ]?str(?:ing)?s?|dsn|credentials?)$/i;
const HAS_OWN_NAME =
    /(?:password|passwd|pwd|account_?key|shared_?access_?key|secret_access_key)\s{0,4}=|:\/\/[^\s:@/]*:[^\s@]+@/i;
/** Of Application Insights: Microsoft's documentation calls it no secret. */
const IDENTIFIES = /^InstrumentationKey=/i;

/** Whether the value, as far as its line goes, is a connection string whose secret part has a name of its own and is found by that: host and user stay. */
export function namesItsSecret(name: string, value: string): boolean {
    if (!NAMED.test(name)) return false;
    const [line = ""] = value.split("\n", 1);
    return (line.includes("=") || line.includes("://")) && (HAS_OWN_NAME.test(line) || IDENTIFIES.test(line));
}
