import { expect, test } from "vitest";
import { isDoubtfulName, isSecretName } from "./secret-name.ts";

const SECRET = `
    password Password PASSWORD passwd pwd PWD db_password dbPassword DB-PASSWORD spring.datasource.password PGPASSWORD MYSQL_PWD
    MYSQL_ROOT_PASSWORD POSTGRES_PASSWORD REDIS_PASSWORD redisPassword rootpw_password admin-password adminPassword password2 password_old
    newPassword PASSWORD_POSTGRES passwordForReplica DB_PASS db.pass dbpass smtp_pass pass userPass passphrase keyPassphrase PASS_PHRASE
    passWord keystorePassword trustStorePassword javax.net.ssl.keyStorePassword passwordHash password_hash htpasswd passwort kennwort
    secret SECRET clientSecret client_secret CLIENT_SECRET client-secret oidc.clientSecret webhookSecret webhook_secret app_secret jwtSecret
    JWT_SECRET sessionSecret cookieSecret cookie_secret sharedSecret consumerSecret SECRET_KEY SECRET_KEY_BASE secretKey secret_key
    DJANGO_SECRET_KEY apiSecret hmacSecret signingSecret secret_id secrets
    token TOKEN accessToken access_token ACCESS_TOKEN refreshToken refresh_token id_token idToken bearerToken bearer_token authToken
    auth_token AUTHTOKEN X-Auth-Token X-Vault-Token GITHUB_TOKEN GH_TOKEN TOKEN_GITHUB SLACK_BOT_TOKEN botToken NPM_TOKEN sessionToken
    AWS_SESSION_TOKEN joinToken bootstrapToken registrationToken csrfToken personalAccessToken token_value VAULT_TOKEN tokens apiTokens
    apikey apiKey api_key API_KEY api-key x-api-key APIKEY APIKey apiKeys DATADOG_API_KEY OPENAI_API_KEY appKey DD_APP_KEY
    accessKey access_key AWS_SECRET_ACCESS_KEY aws_access_key_id accessKeyId secretAccessKey private_key privateKey PRIVATEKEY
    private-key ssh_private_key sshPrivateKey tls.key ca.key client-key-data clientKey server_key signingKey signing_key SIGNING_KEY TOKEN_SIGNING_KEY
    encryptionKey encryption_key ENCRYPTION_KEY masterKey master_key account_key accountKey storage_account_key sharedKey sharedAccessKey
    licenseKey license_key subscription-key hmacKey unsealKey unseal_keys recoveryKey session_key
    psk wifi_psk preSharedKey salt SALT AUTH_SALT passwordSalt hash_salt cookie Cookie session_cookie ERLANG_COOKIE RABBITMQ_ERLANG_COOKIE
    authorization Authorization Proxy-Authorization bearer dsn DSN SENTRY_DSN connectionString connection_string ConnectionStrings
    AZURE_STORAGE_CONNECTION_STRING credential credentials dbCredentials aws_credentials mnemonic seedPhrase
    basic_auth basicAuth user_pin ADMIN_PW bindPW pw REDIS_AUTH securityAnswer`;

const OTHER = `
    name key keys keyboard keystone monkey author authority authentication authMode auth oauth username user clientId client_id tenantId
    secretName secret_name secretNamespace secretRef secretRefs secretKeyRef secretKeySelector secretObjectName tokenSecretRef
    passwordSecretRef privateKeySecretRef existingSecret existing_secret existingSecretPasswordKey existingPasswordSecret auth.existingSecret
    imagePullSecrets imagePullSecret pullSecrets tlsSecret certSecret credentialsSecret secretStore secretStoreRef secretStoreKind secretTemplate
    secretType secretVersion secretsManager secretRotation secretEngine passwordKey userPasswordKey tokenKey passwordSecretKey secretname secretref
    tokenExpirationSeconds tokenTTL token_ttl token_expiry tokenReview tokenReviews tokenRequest tokenRequests tokenUrl token_uri tokenEndpoint
    token_type tokenType tokenFile token_file TOKEN_PATH tokenizer tokenBucket nextToken continueToken pageToken continuationToken
    maxTokens max_tokens total_tokens prompt_tokens promptTokens tokensPerSecond automountServiceAccountToken
    passwordPolicy password_policy passwordLength minPasswordLength passwordAuthentication PasswordAuthentication passwordFile PASSWORD_FILE
    password_path POSTGRES_PASSWORD_FILE passwordRequired password_reset_url passwordless passwordResetEnabled passThrough pass-through
    bypass compass proxy_pass passed passive passenger
    keySize key_size keyAlgorithm privateKeyAlgorithm privateKeyPath private_key_file privateKeyRotationPolicy publicKey public_key
    ssh_public_key publicKeys primaryKey primary_key foreignKey partitionKey sortKey cacheKey routingKey topologyKey idempotencyKey
    labelKey tagKey keyId key_id keyName keyRef keyUsage usages
    cookieName cookie_domain cookieSecure cookieMaxAge saltLength authorization-mode authorizationMode
    credentialsFile credentials_path credentialHelper allowCredentials credentialProvider
    connection connectionTimeout maxConnections conntrack dsnName encryptionKeyName encryption kmsKeyId
    serviceAccountToken.path discoveryTokenCACertHash tokenAudiences boundObjectRef
    secretsEncryptionEnabled session sessionAffinity signature bearerTokenFile tlsCertFile ca.crt tls.crt caBundle pinned spinning pingSource
    database_url DATABASE_URL PGUSER PGHOST codec code errorCode responseCode shared sharedVolume`;

test.each(SECRET.trim().split(/\s+/))("%s names a secret", (name) => {
    expect(isSecretName(name)).toBe(true);
});

test.each(OTHER.trim().split(/\s+/))("%s does not name a secret", (name) => {
    expect(isSecretName(name)).toBe(false);
});

test("a name of any length is decided in linear time", () => {
    expect(isSecretName("passwordtoken".repeat(100_000))).toBe(false);
});

test("names that are a secret's in some programs only are doubtful, plain ones are not", () => {
    expect(
        ["authSecret", "AUTH_SECRET", "static-auth-secret", "routing_key", "userKey"].filter((name) => !isDoubtfulName(name)),
    ).toEqual([]);
    expect(["secretName", "existingSecret", "cacheKey", "passwordSecretRef"].filter(isDoubtfulName)).toEqual([]);
});
