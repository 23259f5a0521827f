/** Values that many Secrets hold and many texts too: searching for them would hide half an archive and no secret. */
export const COMMON_VALUES: ReadonlySet<string> = new Set(
    `admin administrator root user users username guest test testing tester demo example sample default none null true false yes no on off
    enabled disabled enable disable postgres postgresql mysql mariadb mongo mongodb redis rabbitmq rabbit amqp kafka elastic elasticsearch
    opensearch minio minioadmin grafana prometheus loki keycloak vault consul nats clickhouse cassandra etcd sqlite sqlserver mssql oracle
    password passwd secret token changeme changeit letmein welcome qwerty master slave primary replica standby readonly readwrite superuser
    app application backend frontend server client service services api web worker system kubernetes kube-system default-token docker
    github gitlab gitea harbor quay registry bitbucket localhost local public private internal external production staging development
    prod stage dev live info warn warning error debug trace fatal json yaml text plain html http https grpc tcp udp ssl tls require prefer
    verify-full verify-ca allow utf8 utf-8 opaque basic bearer digest oauth oauth2 oidc saml ldap smtp imap s3 aws gcp azure hetzner
    us-east-1 us-east-2 us-west-1 us-west-2 eu-west-1 eu-central-1 data database databases backup backups config configuration release
    namespace cluster node nodes pod pods host hostname port path name email mail noreply no-reply support monitoring metrics logs logging
    key keys value values cert certificate ca.crt tls.crt tls.key x509 rsa ed25519 ecdsa sha256 sha512 md5 aes aes-256-gcm hs256 rs256 es256
    1234 12345 123456 1234567 12345678 123456789 1234567890 0000 1111 abcd abc123 flux flux-system sveltos talos cilium traefik nginx haproxy
    postgres-operator cloudnative-pg cert-manager external-secrets argocd jenkins sonarqube nexus artifactory wordpress drupal nextcloud
    bitnami stable latest main develop anonymous unknown undefined scram-sha-256 plaintext sasl_ssl sasl_plaintext`
        .trim()
        .split(/\s+/),
);
