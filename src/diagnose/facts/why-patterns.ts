import type { WhyCategory } from "./log-fact.ts";

/** A text by which a program says why it ends. Named groups: `host`, `port`, `what`. Weight: how much it explains, 0 to 100. */
export interface WhyPattern {
    readonly category: WhyCategory;
    readonly weight: number;
    readonly pattern: RegExp;
}

const HOST = "(?<host>[A-Za-z][A-Za-z0-9_.-]*|\\d+\\.\\d+\\.\\d+\\.\\d+|\\[[0-9a-f:]+\\])";
const row = (category: WhyCategory, weight: number, pattern: RegExp): WhyPattern => ({ category, weight, pattern });

/** The first row that matches a line classifies it, so what is special stands before what is general. */
export const WHY_PATTERNS: readonly WhyPattern[] = [
    // What healthy servers say all day.
    row(
        "other",
        15,
        /TLS handshake error from|http2: server: error reading preface|remote error: tls: unknown certificate authority/,
    ),
    // Credentials. PostgreSQL, MySQL, Redis, MongoDB, AMQP, HTTP.
    row("auth", 95, /password authentication failed for user "?(?<what>[\w.@-]+)"?/i),
    row("auth", 95, /Access denied for user '(?<what>[^']+)'/),
    row("auth", 95, /role "(?<what>[\w-]+)" does not exist|no pg_hba\.conf entry for host/i),
    row(
        "auth",
        92,
        /\b(?:NOAUTH|WRONGPASS)\b.*|invalid username-password pair|ERR AUTH|Client sent AUTH, but no password is set/i,
    ),
    row(
        "auth",
        92,
        /SCRAM authentication|Authentication failed\b|authentication failure|ACCESS_REFUSED|Login failed for user|SASL authentication failed|InvalidAccessKeyId|SignatureDoesNotMatch|invalid_client|Bad credentials|invalid api key|no password supplied|caching_sha2_password|code = Unauthenticated|401 Unauthorized/i,
    ),
    row(
        "schema",
        93,
        /(?<what>relation "[^"]+" does not exist|database "[^"]+" does not exist|column "?[\w.]+"? does not exist|Unknown database '[^']+'|Table '[^']+' doesn't exist|no such table: \S+|relation "[^"]+" already exists|[Tt]able \S+ already exists|Duplicate (?:column name|entry|key name) \S+|sql schema version compatibility check failed)/i,
    ),
    row(
        "schema",
        93,
        /FATAL:.*database files are incompatible with server|The data directory was initialized by PostgreSQL version (?<what>\S+)/i,
    ),
    row("migration", 94, /(?<what>Migration checksum mismatch[^\n]{0,80}|Migrations have failed validation[^\n]{0,80})/i),
    row("dns", 88, /host not found in upstream "(?<host>[A-Za-z][\w.-]*)/),
    row(
        "corrupt",
        94,
        /(?<what>could not locate a valid checkpoint record|invalid page in block|database disk image is malformed|corrupt(?:ed|ion)\b|checksum mismatch|unexpected EOF reading WAL|Bad file format reading the append only file|CRC mismatch)/i,
    ),
    row(
        "migration",
        90,
        /(?<what>(?:dirty database version \d+|migrations? [^\n]{0,80}\bfail\w*|failed to (?:run|apply) migrations?|migration lock|pending migrations?|Can't locate revision)[^\n]{0,120})/i,
    ),
    row(
        "lock",
        88,
        /(?<what>lock file "?[^"\s]+"? already exists|could not acquire (?:the )?lock|resource temporarily unavailable.*lock|another (?:instance|process) is (?:already )?(?:running|using)|database is locked|LOCK: Resource|waiting for changelog lock)/i,
    ),
    row(
        "quota",
        88,
        /(?<what>exceeded quota|too many clients already|remaining connection slots are reserved|Too many connections|toomanyrequests|rate limit exceeded|too many open files|max number of clients reached|fs\.inotify\.max_user|no space left on device.*inotify)/i,
    ),
    // Certificates.
    row(
        "tls",
        94,
        /(?<what>certificate has expired(?: or is not yet valid)?|certificate is not yet valid|NotAfter|SSL certificate problem: certificate has expired)/i,
    ),
    row("tls", 93, /(?<what>CERT_HAS_EXPIRED)/),
    row(
        "tls",
        92,
        /(?<what>certificate signed by unknown authority|self[- ]signed certificate(?: in certificate chain)?|unable to verify the first certificate|UNABLE_TO_VERIFY_LEAF_SIGNATURE|PKIX path building failed|certificate verify failed|doesn't contain any IP SANs|certificate is (?:not )?valid for|tls: bad certificate|tls: failed to verify certificate:? [^\n]{0,140}|server gave HTTP response to HTTPS client|wrong version number|private key does not match public key)/i,
    ),
    // RBAC, before the words that stand in it.
    row("forbidden", 91, /(?<what>User "[^"]+" cannot [a-z]+ resource "[^"]+"[^\n]{0,120})/),
    // Names that are not found in the DNS.
    row(
        "dns",
        90,
        new RegExp(
            `lookup ${HOST}(?::\\d+)?(?: on \\S+)?: (?:no such host|server misbehaving|i/o timeout|Temporary failure in name resolution|read udp \\S+ (?:i/o timeout|read: connection refused))`,
            "i",
        ),
    ),
    row("dns", 90, new RegExp(`getaddrinfo (?:ENOTFOUND|EAI_AGAIN) ${HOST}`, "i")),
    row(
        "dns",
        90,
        new RegExp(
            `(?:could not translate host name|Could not resolve host:?|unknown host|UnknownHostException:?|Name or service not known:?|no address associated with hostname|bad address|nc: getaddrinfo for host) "?'?${HOST}`,
            "i",
        ),
    ),
    row(
        "dns",
        86,
        new RegExp(
            `${HOST}:? (?:Name or service not known|Temporary failure in name resolution|nodename nor servname provided)|host not found in upstream "(?<what>[^"]+)"`,
            "i",
        ),
    ),
    row(
        "dns",
        80,
        /(?<what>Name or service not known|Temporary failure in name resolution|NXDOMAIN|no such host|server misbehaving|SERVFAIL)/i,
    ),
    // Connections.
    row(
        "refused",
        85,
        new RegExp(
            `(?:connect(?:ion)? to (?:server at )?|dial tcp |tcp://|host |ECONNREFUSED |to address |at )"?${HOST}"?(?: \\([^)]*\\))?(?::|, port |\\s+port )(?<port>\\d+)[^\\n]{0,60}?(?:connection )?refused`,
            "i",
        ),
    ),
    row("refused", 85, new RegExp(`ECONNREFUSED:? ${HOST}:(?<port>\\d+)`)),
    row("refused", 85, new RegExp(`${HOST}:(?<port>\\d+)[^\\n]{0,40}(?:connection refused|ECONNREFUSED)`, "i")),
    row(
        "refused",
        84,
        new RegExp(
            `(?:connection refused|ECONNREFUSED|Connection refused)[^\\n]{0,30}?(?:to|:|at|from) ${HOST}:(?<port>\\d+)`,
            "i",
        ),
    ),
    row(
        "refused",
        82,
        new RegExp(
            `(?:can't reach database server at|(?:un|not )able to connect to|failed to connect to|could not connect to|can(?:'t|not) connect to)[ \`'"]+(?:\\w+://)?${HOST}[\`'"]*:[\`'"]?(?<port>\\d+)`,
            "i",
        ),
    ),
    row("refused", 80, new RegExp(`Connection refused\\) while connecting to upstream.*upstream: "\\w+://${HOST}:(?<port>\\d+)`)),
    row(
        "refused",
        78,
        /(?<what>connection refused|ECONNREFUSED|could not connect to server|actively refused|Can't connect to (?:local )?(?:MySQL|server))/i,
    ),
    row(
        "unreachable",
        82,
        new RegExp(
            `(?:dial tcp |connect (?:to )?|EHOSTUNREACH |ENETUNREACH )${HOST}:(?<port>\\d+)[^\\n]{0,40}(?:no route to host|network is unreachable|host is unreachable)`,
            "i",
        ),
    ),
    row("unreachable", 76, /(?<what>no route to host|network is unreachable|EHOSTUNREACH|ENETUNREACH)/i),
    row(
        "timeout",
        80,
        new RegExp(
            `(?:dial tcp |connect (?:to )?|ETIMEDOUT |waiting for |connection to (?:server at )?)"?${HOST}"?(?::|, port |\\s+port )(?<port>\\d+)[^\\n]{0,60}(?:i/o timeout|timed? ?out|timeout)`,
            "i",
        ),
    ),
    row(
        "timeout",
        62,
        new RegExp(`waiting for (?:\\w+ )?(?:\\w+://)?${HOST}:(?<port>\\d+)|^${HOST}:(?<port>\\d+) - no response`, "i"),
    ),
    row(
        "timeout",
        68,
        /(?<what>i\/o timeout|ETIMEDOUT|connection timed out|connect timeout|timed out waiting for|context deadline exceeded|deadline exceeded)/i,
    ),
    // Ports and files.
    row(
        "bind",
        92,
        /(?:EADDRINUSE[^\n]{0,40}?:|listen (?:tcp|udp)\d? [^\s:]*:|bind\(?\)?[^\n]{0,40}:|port )(?<port>\d+)[^\n]{0,60}(?:address already in use|already in use|in use|EADDRINUSE)/i,
    ),
    row(
        "bind",
        90,
        /(?<what>address already in use|EADDRINUSE|bind\(\) to [^\n]{0,60} failed|bind: permission denied|Failed to bind)/i,
    ),
    row(
        "no-space",
        94,
        /(?<what>no space left on device|ENOSPC|disk quota exceeded|disk is full|could not (?:write|extend) file[^\n]{0,80}No space)/i,
    ),
    row("read-only", 90, /(?<what>read-only file system|EROFS)/i),
    row(
        "permission",
        90,
        /(?:EACCES|EPERM): [a-z ]+, \w+ '(?<what>[^']+)'|data directory "(?<what>[^"]+)" has (?:wrong ownership|invalid permissions)/,
    ),
    row(
        "permission",
        88,
        /(?:open|mkdir|chown|create|write|access|unlink|chmod|stat|EACCES[^\n]*?)[ :']+(?<what>\/[^\s:'"]+)[^\n]{0,30}(?:permission denied|operation not permitted)/i,
    ),
    row("permission", 86, /(?<what>\/[^\s:'"]+)["']?: (?:permission denied|operation not permitted)/i),
    row(
        "permission",
        84,
        /(?:permission denied|EACCES|PermissionError|Operation not permitted|AccessDenied)[^\n]{0,60}?(?<what>\/[^\s:'"]+)?/i,
    ),
    row("arch", 95, /(?<what>exec format error|cannot execute binary file)/i),
    row(
        "command",
        93,
        /(?:exec: "(?<what>[^"]+)": (?:executable file not found|stat [^\n]*no such file)|(?<cmd>[\w./-]+): (?:command )?not found|unknown (?:command|subcommand) "?(?<cmd2>[\w-]+)"?|Cannot find module '(?<cmd3>[^']+)'|No module named '?(?<cmd4>[\w.]+)'?|Could not find or load main class (?<cmd5>\S+)|ClassNotFoundException: (?<cmd6>\S+)|error while loading shared libraries: (?<cmd7>[^\s:]+))/i,
    ),
    row(
        "command",
        92,
        /exec user process caused(?: "|: )(?<what>no such file or directory|permission denied)|Unable to access jarfile (?<what>\S+)/,
    ),
    row(
        "config",
        93,
        /(?:unknown (?:shorthand )?flag:? ?(?<what>[^\n]{1,60})|unrecognized (?:arguments?|option)s?:? (?<arg>[^\n]{1,60})|flag provided but not defined: (?<flag>\S+)|unknown option:? (?<opt>[^\n]{1,40}))/i,
    ),
    row(
        "config",
        92,
        /(?<what>(?:environment variable|env(?: var)?|setting|variable) [`'"]?[A-Z][A-Z0-9_]{2,}[`'"]? (?:is |was |must be )?(?:not (?:set|defined|found)|required|missing|empty|unset|set)|(?:missing|required|undefined) (?:required )?(?:environment variable|env(?: var)?|setting|config(?:uration)?(?: key| value)?)s?:? [`'"]?[\w.-]+[`'"]?|\b[A-Z][A-Z0-9_]{2,} (?:is )?(?:not set|is required|must be set|is missing|is empty|environment variable is (?:required|missing|not set)|cannot be empty)|KeyError: '[A-Z_0-9]+'|[A-Z][A-Z0-9_]{2,}: unbound variable|no such environment variable|required key [A-Z][A-Z0-9_]+ missing value)/,
    ),
    row(
        "config",
        90,
        /(?<what>Configured seed directory does not exist[^\n]{0,80}|(?:failed|unable|could not|cannot|error) (?:to )?(?:pars|load|read|decod|unmarshal)\w* (?:the )?(?:config|configuration|yaml|json|toml|settings)[^\n]{0,120}|cannot unmarshal [^\n]{0,120}|yaml: (?:line \d+|unmarshal|did not)[^\n]{0,80}|invalid (?:configuration|config|value|argument|port|url|dsn|connection string)[^\n]{0,100}|\[emerg\][^\n]{0,140}|configuration (?:file )?(?:error|is invalid|test failed)[^\n]{0,100}|unknown directive[^\n]{0,80}|CFG-\d+|plugin\/\w+: [^\n]{0,120}|Corefile:\d+[^\n]{0,120})/i,
    ),
    row(
        "config",
        92,
        /(?<what>max virtual memory areas vm\.max_map_count [^\n]{0,80}|max file descriptors \[\d+\][^\n]{0,80}|bootstrap check failure \[\d+\][^\n]{0,160})/,
    ),
    row("config", 86, /(?<what>directory "[^"]+" exists but is not empty)/),
    row(
        "missing-file",
        88,
        /(?:open|stat|read|ENOENT[^\n]*?|FileNotFoundError[^\n]*?|can't open|cannot (?:open|access|find|stat)|unable to load|fopen\(['"]?)[ :'"]+(?<what>\/?[\w./-]+\/?[\w.-]+)['"]?[^\n]{0,30}(?:no such file or directory|ENOENT|does not exist|not found)/i,
    ),
    row(
        "missing-file",
        82,
        /(?<what>\/[^\s:'",]+)["']?:? (?:no such file or directory|does not exist|not found)|No such file or directory:? '?(?<file>\/?[^\s'"]+)?/i,
    ),
    row(
        "memory",
        90,
        /(?<what>java\.lang\.OutOfMemoryError[^\n]{0,60}|JavaScript heap out of memory|Cannot allocate memory|fatal error: runtime: out of memory|out of memory|MemoryError|OOM command not allowed|memory allocation of \d+ bytes failed|std::bad_alloc)/i,
    ),
    // A program's own end.
    row(
        "panic",
        72,
        /(?:^|[^\w])(?<what>panic: [^\n]{1,200}|fatal error: [^\n]{1,200}|thread '[^']*' panicked at[^\n]{0,160}|SIGSEGV[^\n]{0,80}|[Ss]egmentation fault[^\n]{0,60})/,
    ),
    row("exception", 70, /Caused by: (?<what>[^\n]{3,200})/),
    row("exception", 66, /^(?<what>(?:[\w$]+\.)*[A-Z]\w*(?:Error|Exception)\b[^\n]{0,200})/),
    row(
        "exception",
        64,
        /Exception in thread "[^"]*" (?<what>[^\n]{3,200})|Uncaught (?<cmd>[^\n]{3,200})|Unhandled (?<cmd2>[^\n]{3,200})/,
    ),
    row("other", 60, /(?:^|[\s"[|=])(?<what>(?:FATAL|CRITICAL|EMERG|fatal|critical|emerg|Fatal)\b[^\n]{3,240})/),
    row("other", 50, /(?:^|[\s"[|=])(?<what>(?:ERROR|error|Error|ERR|level=error|E\d{4})\b[^\n]{3,240})/),
    row("other", 44, /(?<what>(?:failed to|cannot|could not|unable to|can't) [^\n]{3,200})/i),
];
