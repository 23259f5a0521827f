import { hideInShell } from "./command-line.ts";
import { redactEncoded } from "./encoded.ts";
import { redactJson } from "./formats/json.ts";
import { redactLines } from "./formats/lines.ts";
import { redactSql } from "./formats/sql.ts";
import { redactToml } from "./formats/toml.ts";
import { redactUserList } from "./formats/user-list.ts";
import { redactXml } from "./formats/xml.ts";
import { redactYaml } from "./formats/yaml.ts";
import type { Look } from "./look.ts";

/**
 * A text in a field, redacted by what it is: JSON, YAML, TOML, XML, SQL, shell, or lines of names and values; or base64 and gzip of one of them. The
 * field's name tells where it is a file's (`app.toml`), else the text does. What says that it is JSON, YAML or TOML, could hold a secret and
 * cannot be parsed is masked whole, unless a template's marks say why. Texts of several lines go through the other nets here already: escaped in
 * JSON or folded in YAML, their lines are no lines to those.
 */
export function redactEmbedded(text: string, name: string, look: Look): string {
    const encoded = redactEncoded(text, name, look);
    if (encoded !== undefined) return encoded;
    if (USER_LIST.test(name)) return redactUserList(text, look);
    if (!look.mayHoldSecretName(text) && !MAY_HOLD_SECRET.test(text)) return text;
    if (!text.includes("\n") && !/^\s*[{[<]/.test(text)) return / [-\w]|=/.test(text) ? hideInShell(text, look) : text;
    const hidden = byFormat(text, name, look);
    return text.includes("\n") ? look.text(hidden) : hidden;
}

/** What may be hidden without a secret name: after flags that need none, and in runs of base64 long enough to hold one. */
const MAY_HOLD_SECRET = /identified by|\| ?(?:kinit|chpasswd)|\s-{1,2}[a-z]|[A-Za-z0-9+/]{60}/i;
const USER_LIST = /userlist\.txt$/i;
const TEMPLATE = /\{\{|\{%|<%|\$\{/;

type Format = (text: string, look: Look) => string | undefined;

function byFormat(text: string, name: string, look: Look): string {
    const said = FORMATS.find(({ file }) => file.test(name));
    const seen = said ?? FORMATS.find(({ sign }) => sign.test(text));
    const result = seen?.redact(text, look);
    if (result !== undefined) return result;
    const unreadable = (rest: string) => said?.strict === true && !TEMPLATE.test(rest);
    const plain = unreadable(text) ? text : redactPlain(text, look);
    // Of the text as it comes out too: what was hidden may have been the template's mark, or what kept the rest from being read.
    if (unreadable(plain)) return look.mask(text, name, `it is named as ${said?.title} and cannot be parsed`);
    return plain === text ? text : (seen?.redact(plain, look) ?? plain);
}

function redactScript(text: string, look: Look): string {
    return redactLines(hideInShell(text, look), look);
}

function redactPlain(text: string, look: Look): string {
    return hideInShell(redactLines(text, look), look);
}

interface Known {
    readonly title: string;
    readonly file: RegExp;
    readonly sign: RegExp;
    /** Whether not being able to parse it means that we do not know what is in it. */
    readonly strict: boolean;
    readonly redact: Format;
}

const FORMATS: readonly Known[] = [
    { title: "JSON", file: /json$/i, sign: /^\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:[{["\d\]-]|$))/, strict: true, redact: redactJson },
    {
        title: "XML",
        file: /\.(?:xml|config|xsl)$/i,
        sign: /^\s*<(?:\?xml|!|[A-Za-z][\w:.-]*[\s>/])/,
        strict: false,
        redact: redactXml,
    },
    {
        title: "TOML",
        file: /\.toml$/i,
        sign: /^[ \t]*\[{1,2}[\w."-]{1,128}\]{1,2}[ \t]*$/m,
        strict: true,
        redact: redactToml,
    },
    {
        title: "SQL",
        file: /\.sql$/i,
        sign: /^\s*(?:CREATE|ALTER|GRANT|INSERT|SET|USE|DROP)[ \t]+\w+[ \t]/,
        strict: false,
        redact: redactSql,
    },
    { title: "shell", file: /\.(?:sh|bash|zsh)$/i, sign: /^#!/, strict: false, redact: redactScript },
    {
        title: "YAML",
        file: /\.ya?ml$/i,
        sign: /^(?:[ \t]*[\w."'/-]{1,256}:(?:[ \t]|$)|[ \t]*- [\w."'/-]{1,256}:)/m,
        strict: true,
        redact: redactYaml,
    },
];
