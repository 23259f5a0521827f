import type { PatternFamily, PatternRule } from "../pattern.ts";
import { vendorRule } from "../vendor-rule.ts";

const GROUPS =
    /app(?:lication)?[ _-]?passwords?(?:\s(?:is|was)|["']?\s?[:=]|(?=\s["']?(?:\w{4} ){5}\w{4}))\s{0,3}["']?((?:[A-Za-z0-9]{4} ){5}[A-Za-z0-9]{4}|(?:[a-z]{4} ){3}[a-z]{4})(?!\w)/iy;

/** Groups of four: random ones, not words of four letters. */
const appPassword: PatternRule = {
    id: "application-password",
    anchors: ["app password", "app_password", "app-password", "application password", "application_password"],
    anyCase: true,
    match(text, at) {
        GROUPS.lastIndex = at;
        const value = GROUPS.exec(text)?.[1];
        if (value === undefined) return undefined;
        if (!/\d/.test(value) && !value.split(" ").some((group) => !/[aeiouy]/i.test(group))) return undefined;
        return { start: GROUPS.lastIndex - value.length, end: GROUPS.lastIndex };
    },
};

export const wordpress: PatternFamily = {
    id: "wordpress",
    title: "WordPress: keys and salts of wp-config.php, application passwords, and Google's of the same form",
    source: "developer.wordpress.org/advanced-administration/wordpress/wp-config: security keys; make.wordpress.org/core application passwords (six groups of four); support.google.com app passwords (four groups of four letters)",
    rules: [
        vendorRule({
            id: "wordpress-salt",
            anchors: ["AUTH_KEY'", "AUTH_SALT'", "LOGGED_IN_KEY'", "LOGGED_IN_SALT'", "NONCE_KEY'", "NONCE_SALT'"],
            format: /(?:AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)',\s{0,20}'([^'\n]{40,100})'\s{0,4}\)/,
            hides: "group",
            anywhere: true,
        }),
        appPassword,
    ],
    examples: {
        hide: [
            "wp app password is ⟦F0T7 LaD3 hqn2 sMvm T8iF 1WXg⟧ (loaded from env)",
            "exec: /usr/bin/mailer --wp-app-password ⟦wXzh Pzi6 qUDB PvQI SAaC S6Dh⟧ --port 8080",
            "gmail app password is ⟦owro wsrm dsby mnra⟧",
            "define('SECURE_AUTH_KEY',  '⟦!3|4,6f0}+f{%%-!?_:FFBAa7#],!^4.E!A?0ce3?(5{}2E{74@.5C)4=#)0=![1⟧');",
        ],
        leave: [
            "app password is only used when sent with basic auth",
            "define('AUTH_KEY', 'put your unique phrase here');",
            "define('AUTH_KEY', getenv('AUTH_KEY'));",
        ],
    },
};
