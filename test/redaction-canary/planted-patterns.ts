import { base64, type Canaries } from "./canaries.ts";

const HEX = "0123456789abcdef";
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Lines whose secrets no Secret holds: known by their format or by the name before them. */
export function plantedPatterns(c: Canaries): string[] {
    const key = c.pem("log: PEM over several lines").trimEnd();
    const inJson = c.pem("log: PEM in a JSON string", "PRIVATE KEY");
    const url = (scheme: string) =>
        `connecting to ${scheme}://app:${c.word(`log: ${scheme} URL`)}@api.internal.example.com:1234/app`;
    return [
        ...key.split("\n"),
        JSON.stringify({ level: "info", key: inJson }),
        `remote: https://${c.in("log: GitHub token", (r) => `ghp_${r(36)}`)}@api.internal.example.com/x.git`,
        `using ${c.in("log: GitLab token", (r) => `glpat-${r(20)}`)} for clone`,
        `slack says ${c.in("log: Slack token", (r) => `xoxb-${r(12, "123456789")}-${r(12, "123456789")}-${r(24)}`)}`,
        `credentials AWS_SECRET_ACCESS_KEY=${c.in("log: AWS secret key", (r) => r(40))}`,
        `key ${c.in("log: AWS key id", (r) => `AKIA${r(16, UPPER)}`)} was used`,
        `token ${c.in("log: JWT", (r) => `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${base64(JSON.stringify({ sub: r(24) })).replace(/=+$/, "")}.${r(43)}`)}`,
        `calling with ${c.in("log: Anthropic key", (r) => `sk-ant-api03-${r(93)}AA`)}`,
        `> Authorization: Bearer ${c.word("log: Bearer")}`,
        `> Authorization: Basic ${base64(`u:${c.word("log: Basic")}`)}`,
        `> Cookie: session=${c.word("log: cookie")}; theme=dark`,
        ...["postgres", "mysql", "mongodb+srv", "redis", "amqps", "https"].map(url),
        `Server=tcp:db,1433;Database=x;User ID=app;Password=${c.word("log: ADO string")};Encrypt=true`,
        `AccountName=x;AccountKey=${c.in("log: Azure storage key", (r) => `${r(86)}==`)};EndpointSuffix=core.windows.net`,
        `GET https://b.s3.amazonaws.com/k?X-Amz-Credential=x&X-Amz-Signature=${c.in("log: presigned URL", (r) => r(64, HEX))}`,
        `kubeadm join 10.42.7.19:6443 --token ${c.in("log: kubeadm join", (r) => `${r(6, HEX)}.${r(16, HEX)}`)} --discovery-token-unsafe-skip-ca-verification`,
        `level=info msg=login password=${c.word("log: logfmt password")} user=app`,
        JSON.stringify({ msg: "login", client_secret: c.word("log: JSON client_secret"), user: "app" }),
        `{Password:${c.word("log: Go %+v")} User:app}`,
        `{'api_key': '${c.word("log: Python repr")}', 'user': 'app'}`,
        `{:secret_token=>"${c.word("log: Ruby hash")}", :user=>"app"}`,
        `Config(password=${c.word("log: Java toString")}, user=app)`,
        `export DB_PASSWORD='${c.word("log: shell export")}'`,
        `<password>${c.word("log: XML")}</password>`,
        `app:${c.in("log: htpasswd", (r) => `$apr1$${r(8)}$${r(22)}`)}`,
        JSON.stringify({ log: JSON.stringify({ auth: { password: c.word("log: JSON in JSON") } }) }),
    ];
}
