const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Whatever follows them, a name with one of these names a secret, unless a word of HARMLESS_AFTER follows. */
export const STRONG = words(`
    password passwords passwd passphrase passphrases passcode passwort kennwort pw pwd pswd psw userpass dbpass rootpass adminpass
    mysqlpass pgpass smtppass mailpass ftppass redispass sqlpass mypass apikey apikeys secretkey secretkeys privatekey privkey
    accesskey sshpass htpasswd psk presharedkey encryptionkey signingkey masterkey mnemonic requirepass masterauth`);

/** Name a secret when they stand last, or when nothing but words of MODIFIERS follows. */
export const WEAK = words(`
    secret secrets token tokens credential credentials creds cred authorization cookie cookies salt macaroon bearer dsn connectionstring
    connectionstrings connstring connstr pass accesstoken clientsecret authkey jwt`);

/** Words before `key` or `keys` that make it a secret one: `api_key`. Everything else with `key` is a name (`sortKey`, `passwordKey`). */
export const SECRET_KEYS = words(`
    api access secret private priv signing sign encryption encrypt decryption crypto cipher master shared preshared account auth
    authentication authorization license licence hmac jwt session app application deploy service cookie csrf webhook wireguard wg
    subscription unseal root recovery tls ssl ca client server ssh rsa ecdsa ed25519 pgp gpg age vault aes des fernet nonce storage sas
    admin management consumer developer integration ingest ingestion write certificate cert peer node etcd join
    bootstrap gossip erlang agent machine host stripe openai anthropic datadog newrelic sendgrid mailgun algolia pusher maps oauth dkim
    s3 minio aws gcp azure hash pepper salt data kek dek backup restic token password passphrase pass validation eventgrid functions`);

/** `passwordKey`, `tokenKey`: in charts these name the key inside a Secret, so the phrase must not stand at the start of the name alone. */
export const KEY_NAMES = words("password passphrase token pass");

/** Two words that together are one of STRONG or WEAK. */
export const PHRASES: Readonly<Record<string, "strong" | "weak">> = {
    "pass word": "strong",
    "pass phrase": "strong",
    "pass code": "strong",
    "pass wd": "strong",
    "pre shared": "weak",
    "connection string": "weak",
    "connection strings": "weak",
    "conn string": "weak",
    "conn str": "weak",
    "seed phrase": "weak",
    "recovery phrase": "weak",
    "recovery codes": "weak",
    "recovery code": "weak",
    "backup codes": "weak",
    "otp seed": "weak",
    "user pin": "weak",
    "so pin": "weak",
    "hsm pin": "weak",
    "card pin": "weak",
    "token pin": "weak",
    "pin code": "weak",
    "basic auth": "weak",
    "http auth": "weak",
    "proxy auth": "weak",
    "registry auth": "weak",
    "docker auth": "weak",
    "redis auth": "weak",
    "rediscli auth": "weak",
    "security answer": "strong",
    "security answers": "strong",
};

/** Two words at the end of a name that is a secret's in one program (PagerDuty, Pushover) and an address or a user's in another. */
export const DOUBTFUL_KEYS: ReadonlySet<string> = new Set(["routing key", "user key", "arg key", "setup key", "fal key"]);
/** The same of one word. */
export const DOUBTFUL_WORDS: ReadonlySet<string> = new Set(["pat", "encrypt"]);

/** May follow a weak word without changing what it is: which one, in which form, whose. */
export const MODIFIERS = words(`
    value values data string text plain plaintext raw clear b64 base64 encoded encrypted enc hex old new current previous prev last next
    default primary secondary backup active main master slave root admin prod production dev develop development test testing stage
    staging qa uat live local a b c x v one two key keys id base github gitlab gitea bitbucket slack discord telegram teams webex twilio
    sendgrid mailgun stripe paypal aws amazon gcp google azure digitalocean hetzner cloudflare datadog newrelic sentry grafana vault
    consul nomad npm pypi docker dockerhub harbor quay ghcr registry jira atlassian okta auth0 keycloak oidc oauth oauth2 ldap openai
    anthropic huggingface db database sql postgres postgresql pg mysql mariadb mongo mongodb redis rabbitmq amqp kafka elastic minio s3
    smtp mail ftp sftp ssh http https api app web server client service svc bot ci cd rw ro read write readonly readwrite internal external`);

/** After a secret word they make the whole name something about the secret, not the secret. */
export const HARMLESS_AFTER = words(`
    name names namespace namespaces ref refs reference references selector selectors file files filename filenames path paths dir directory
    folder mount mounts volume volumes url urls uri endpoint endpoints host hostname server port address addr issuer audience audiences
    policy policies rule rules regex pattern format length len size bits min max minimum maximum limit limits count counter total
    number num expiration expires expiry expire expired ttl lifetime age seconds minutes hours days ms millis duration timeout period
    interval time timestamp date at created updated rotated rotation rotate renew renewal refresh type types kind mode method
    algorithm alg algo strength complexity history attempts retries retry enabled enable disabled disable required require optional
    allowed allow supported support present exists set unset changed change reset resets update updater manager provider providers encoder encoders hasher hashers
    store stores storage backend engine engines driver plugin class template templates generator generation version versions
    revision status state phase condition conditions message reason error errors field fields column attribute attributes header
    headers prefix suffix label labels annotation annotations tag tags title description hint prompt help input placeholder
    authentication auth authenticator grant login less only based fingerprint checksum sha sha256 digest thumbprint cert certificate
    ca controller operator job jobs review reviews request requests response webhook bucket usage scope scopes claim claims role roles
    user username users owner account sync syncs watch watcher cache index idx bytes per exchange validation validator verify
    verification check checks env envs variable from to in source target config configuration settings options opts param params
    parameters spec list map items entries object objects resource resources group groups domain secure samesite httponly policy
    encryption decryption public pub secret secrets hidden visible show mask masked redacted redaction item property properties location map maps`);

/** Before a weak word they make it a name, a count or a cursor: `existingSecret`, `maxTokens`, `nextToken`. */
export const HARMLESS_BEFORE: Readonly<Record<string, ReadonlySet<string>>> = {
    secret: words(`existing pull image tls ssl cert certificate ingress credentials credential password token kubeconfig volume target
        source managed generic external sealed from to via no has use uses create created with without per is default generate generated
        auth copy sync user users ca storage node publish stage expand provisioner resize controller backup registry connection`),
    token: words(`next continue page continuation cursor sync resume stop pad eos bos unk mask special end start max min num
        automount mount use has no is with without lsp invalid missing lexer parser skip`),
    tokens: words(`max min num total prompt completion input output used cached remaining context reasoning budget limit new per of
        special number count allowed bucket use automount audit`),
    secrets: words(
        "pull image existing managed external use uses no has with without number num count total max allow watch enable",
    ),
    pass: words(
        "proxy fastcgi uwsgi scgi grpc memcached by first second two multi single one all allow deny test tests boarding band low high",
    ),
    credentials: words("allow use has no with without include with default same allow access"),
    cookie: words("use has no set allow is with without enable disable accept"),
    cookies: words("use has no allow with without enable disable accept"),
    authorization: words("use has no enable disable skip aggregate node"),
    key: words("public pub"),
};
