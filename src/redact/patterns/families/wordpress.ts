import type { PatternFamily } from "../pattern.ts";
import { vendorRule } from "../vendor-rule.ts";

export const wordpress: PatternFamily = {
    id: "wordpress",
    title: "Keys and salts of wp-config.php",
    source: "developer.wordpress.org/advanced-administration/wordpress/wp-config: security keys",
    rules: [
        vendorRule({
            id: "wordpress-salt",
            anchors: ["AUTH_KEY'", "AUTH_SALT'", "LOGGED_IN_KEY'", "LOGGED_IN_SALT'", "NONCE_KEY'", "NONCE_SALT'"],
            format: /(?:AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)',\s{0,20}'([^'\n]{40,100})'\s{0,4}\)/,
            hides: "group",
            anywhere: true,
        }),
    ],
    examples: {
        hide: ["define('SECURE_AUTH_KEY',  '⟦!3|4,6f0}+f{%%-!?_:FFBAa7#],!^4.E!A?0ce3?(5{}2E{74@.5C)4=#)0=![1⟧');"],
        leave: ["define('AUTH_KEY', 'put your unique phrase here');", "define('AUTH_KEY', getenv('AUTH_KEY'));"],
    },
};
