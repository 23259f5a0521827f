import type { PatternFamily } from "../pattern.ts";
import { urlEncoded } from "../url-encoded.ts";
import { vendorRule } from "../vendor-rule.ts";

const salt = "N9qo8uLOickgx2ZMRZoMye";
const long = "IjZAgcfl7p92ldGxad68LJZdL17lhWy";

const RULES = [
    vendorRule({
        id: "crypt-hash",
        anchors: ["$2a$", "$2b$", "$2y$", "$2x$"],
        format: /\$2[abxy]\$\d\d\$[./A-Za-z0-9]{20,53}/,
        anywhere: true,
    }),
    vendorRule({
        id: "crypt-hash",
        anchors: ["$apr1$", "$sha1$"],
        format: /\$(?:apr1|sha1)\$[^\s$"']{1,16}\$[./A-Za-z0-9$]{20,60}/,
        anywhere: true,
    }),
    vendorRule({
        id: "crypt-hash",
        anchors: ["$1$", "$5$", "$6$", "$7$", "$y$", "$gy$"],
        format: /\$(?:1|5|6|7|y|gy)\$(?:rounds=\d{1,9}\$)?[./A-Za-z0-9]{1,64}\$(?:[./A-Za-z0-9]{1,64}\$)?[./A-Za-z0-9]{22,100}/,
        anywhere: true,
    }),
    vendorRule({
        id: "argon2-hash",
        anchors: ["$argon2"],
        format: /\$argon2(?:id|i|d)\$(?:v=\d{1,3}\$)?[mtp=,\d]{5,40}\$[A-Za-z0-9+/=]{8,128}\$[A-Za-z0-9+/=]{16,128}/,
        anywhere: true,
    }),
    vendorRule({
        id: "scrypt-hash",
        anchors: ["$scrypt$", "$s0$", "$s1$", "scrypt:"],
        format: /(?:\$scrypt\$[\w=,]{3,40}\$|\$s[01]\$[0-9a-f]{1,8}\$|scrypt:\d{1,8}:\d{1,3}:\d{1,3}\$)[A-Za-z0-9+/=]{8,64}\$[A-Za-z0-9+/=]{20,172}/,
        anywhere: true,
    }),
    vendorRule({
        id: "pbkdf2-hash",
        anchors: ["pbkdf2"],
        format: /pbkdf2(?:[_-]sha(?:1|224|256|384|512)|:sha\d{1,3}:\d{1,8})?\$(?:\d{1,8}\$)?[^\s$"':]{4,64}\$[A-Za-z0-9+/=.]{20,172}/,
        anywhere: true,
    }),
    vendorRule({
        id: "django-hash",
        anchors: ["bcrypt_sha256$", "md5$", "sha1$"],
        format: /(?:bcrypt_sha256\$\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}|(?:md5|sha1)\$[A-Za-z0-9]{4,32}\$[0-9a-f]{32,40})/,
    }),
    vendorRule({
        id: "ldap-hash",
        anchors: ["{SHA}", "{SSHA}", "{SSHA256}", "{SSHA512}", "{SMD5}", "{MD5}", "{SHA256}", "{SHA512}", "{CRYPT}", "{PBKDF2"],
        format: /\{(?:S?SHA(?:256|512)?|S?MD5|CRYPT|PBKDF2[-\w]{0,10})\}([A-Za-z0-9+/=.$]{13,200})/,
        anywhere: true,
    }),
    vendorRule({
        id: "phpass-hash",
        anchors: ["$P$", "$H$", "$S$"],
        format: /\$(?:[PH]\$[./A-Za-z0-9]{31}|S\$[./A-Za-z0-9]{52})/,
        anywhere: true,
    }),
    vendorRule({
        id: "postgres-hash",
        anchors: ["SCRAM-SHA-256$"],
        format: /SCRAM-SHA-256\$\d{1,8}:[A-Za-z0-9+/=]{8,64}\$[A-Za-z0-9+/=]{40,48}:[A-Za-z0-9+/=]{40,48}/,
    }),
];

export const passwordHashes: PatternFamily = {
    id: "password-hashes",
    title: "Hashed passwords: crypt(3), bcrypt, htpasswd, LDAP, Argon2, PBKDF2, scrypt, SCRAM, Django, WordPress",
    source: "crypt(5), Apache password_encryptions, RFC 2307 5.3, PHC string format, PostgreSQL SCRAM-SHA-256 verifiers, Django hashers",
    rules: [...RULES, ...RULES.map(urlEncoded)],
    examples: {
        hide: [
            `admin:⟦$2y$10$${salt}${long}⟧`,
            `?hash=⟦${encodeURIComponent(`$2y$10$${salt}${long}`)}⟧&x=1`,
            `user:⟦$apr1$r31abcde$HqJZimcKQFAMYayBlzkrA/⟧`,
            `root:⟦$6$rounds=5000$saltsaltsalt$${long}${salt}${long}0A⟧:19000:0:99999:7:::`,
            `hash ⟦$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b2dWRWJTmaaJObG⟧`,
            `userPassword: ⟦{SSHA}0c0blFTXXNuAMHECS4uxrj3ZieMoWImr⟧`,
            `⟦pbkdf2_sha256$260000$abcdefghijkl$4bsNv2gCT4cq4KLMabcdefghijklmnopqrstuvwxyz0=⟧`,
            `⟦SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=⟧`,
        ],
        leave: ["cost $2 and $6 today", "password_encryption = scram-sha-256", "method SCRAM-SHA-256 not supported", "$1 $2 $3"],
    },
};
