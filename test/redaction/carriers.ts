/** A place where a secret may stand: its name and the text around it, ⟦⟧ for the secret. `escape` is what a program does to it there. */
export interface Carrier {
    readonly name: string;
    readonly write: (key: string, secret: string) => string;
}

const json = (text: string) => JSON.stringify(text).slice(1, -1);
const xml = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Key and value, in the shapes that logs, dumps and configuration files have. */
export const CARRIERS: readonly Carrier[] = [
    { name: "dotenv", write: (key, secret) => `HOME=/root\n${key}=${secret}\nPATH=/bin` },
    { name: "dotenv quoted", write: (key, secret) => `${key}="${json(secret)}"` },
    { name: "export", write: (key, secret) => `export ${key}='${secret.replaceAll("'", "'\\''")}'` },
    { name: "yaml", write: (key, secret) => `db:\n  host: db\n  ${key}: ${JSON.stringify(secret)}\n  port: 5432` },
    { name: "yaml single", write: (key, secret) => `db:\n  ${key}: '${secret.replaceAll("'", "''")}'\n` },
    { name: "yaml block", write: (key, secret) => `${key}: |\n  ${secret}\nother: 1` },
    { name: "json", write: (key, secret) => `{"user":"app","${key}":"${json(secret)}","port":5432}` },
    { name: "json spaced", write: (key, secret) => `{\n  "user": "app",\n  "${key}": "${json(secret)}",\n  "port": 5432\n}` },
    {
        name: "json in json",
        write: (key, secret) => JSON.stringify({ level: "info", msg: JSON.stringify({ user: "app", [key]: secret, port: 1 }) }),
    },
    {
        name: "json twice in json",
        write: (key, secret) => JSON.stringify({ log: JSON.stringify({ msg: JSON.stringify({ [key]: secret }) }) }),
    },
    { name: "logfmt", write: (key, secret) => `ts=2026-01-01T00:00:00Z level=info ${key}="${json(secret)}" user=app` },
    { name: "logfmt bare", write: (key, secret) => `level=info ${key}=${secret} user=app` },
    { name: "go %+v", write: (key, secret) => `config: {Host:db Port:5432 ${camel(key)}:${secret} User:app}` },
    {
        name: "go %#v",
        write: (key, secret) => `config: main.Config{Host:"db", Port:5432, ${camel(key)}:${JSON.stringify(secret)}, User:"app"}`,
    },
    { name: "go map", write: (key, secret) => `map[host:db ${key}:${secret} user:app]` },
    { name: "python dict", write: (key, secret) => `{'host': 'db', '${key}': '${secret.replaceAll("'", "\\'")}', 'port': 5432}` },
    { name: "python repr", write: (key, secret) => `Settings(host='db', ${key}='${secret.replaceAll("'", "\\'")}', port=5432)` },
    { name: "ruby hash", write: (key, secret) => `{:host=>"db", :${key}=>"${json(secret)}", :port=>5432}` },
    { name: "java toString", write: (key, secret) => `Config{host=db, ${key}=${secret}, port=5432}` },
    { name: "java toString last", write: (key, secret) => `Config(host=db, ${key}=${secret})` },
    { name: "php array", write: (key, secret) => `array('host' => 'db', '${key}' => '${secret.replaceAll("'", "\\'")}')` },
    { name: "php print_r", write: (key, secret) => `Array\n(\n    [host] => db\n    [${key}] => ${secret}\n)` },
    { name: "xml element", write: (key, secret) => `<db><host>db</host><${key}>${xml(secret)}</${key}></db>` },
    { name: "xml attribute", write: (key, secret) => `<db host="db" ${key}="${xml(secret)}" port="5432"/>` },
    { name: "xml add", write: (key, secret) => `<add key="${key}" value="${xml(secret)}" />` },
    { name: "properties", write: (key, secret) => `spring.datasource.${key}=${secret}\n` },
    { name: "ini", write: (key, secret) => `[db]\n${key} = ${secret}\n` },
    { name: "toml", write: (key, secret) => `[db]\n${key} = ${JSON.stringify(secret)}\n` },
    { name: "hcl", write: (key, secret) => `resource "x" "y" {\n  ${key} = ${JSON.stringify(secret)}\n}` },
    { name: "flag", write: (key, secret) => `args: /app --host db --${kebab(key)} ${secret} --port 1` },
    { name: "flag equals", write: (key, secret) => `/app --${kebab(key)}=${secret} --port=1` },
    { name: "flag list", write: (key, secret) => `["/app","--${kebab(key)}","${json(secret)}"]` },
    { name: "query", write: (key, secret) => `GET /login?user=app&${key}=${encodeURIComponent(secret)}&x=1 200` },
    { name: "env in yaml", write: (key, secret) => `        - name: ${key}\n          value: ${JSON.stringify(secret)}\n` },
    { name: "env in json", write: (key, secret) => `{"name":"${key}","value":"${json(secret)}"}` },
    { name: "env in go", write: (key, secret) => `EnvVar{Name:${key},Value:${secret},ValueFrom:nil,}` },
    { name: "plain colon", write: (key, secret) => `2026-01-01 INFO connecting, ${key}: ${secret}` },
    { name: "ado", write: (key, secret) => `Server=db;Database=app;User Id=sa;${key}=${secret};Encrypt=true` },
    {
        name: "html form",
        write: (key, secret) => `user=app&${key}=${encodeURIComponent(secret).replaceAll("%20", "+")}&submit=1`,
    },
    { name: "tuple", write: (key, secret) => `[('host', 'db'), ('${key}', '${secret.replaceAll("'", "\\'")}')]` },
    { name: "setter", write: (key, secret) => `os.Setenv("${key}", ${JSON.stringify(secret)})` },
    { name: "entities", write: (key, secret) => `{&quot;${key}&quot;:&quot;${xml(secret)}&quot;}` },
    { name: "js object", write: (key, secret) => `{ host: 'db', ${camel(key)}: '${secret.replaceAll("'", "\\'")}' }` },
    { name: "header", write: (key, secret) => `> X-${kebab(key)}: ${secret}\n` },
];

/** `db_password` as Go and JavaScript write it. */
function camel(key: string): string {
    const words = key.toLowerCase().split(/[_-]/);
    return words
        .map((word, at) => (at === 0 && key === key.toLowerCase() ? word : word[0]?.toUpperCase() + word.slice(1)))
        .join("");
}

function kebab(key: string): string {
    return key.toLowerCase().replaceAll("_", "-");
}
