/** Where the words of a program begin that say where a value comes from: `process.env.X`, `var.db_password`, `req.headers`. */
const MEMBER =
    /^(?:process|os|var|data|local|module|req|request|res|response|config|settings|this|self|env|params|props|ctx|context|options|opts|args|cfg|secrets|vars|inputs|github|each|app|input|body|user|form|state|random_\w+|aws_\w+|vault_\w+)\.[A-Za-z_][\w.]*(?:[([?!].*)?$/;
/** A call or an index: `get_secret(`, `os.environ[`, `Optional[str`. */
const CALL = /^(?:await |new )?[A-Za-z_][A-Za-z_.]{2,80}\d?[([]/;
/** `CERTIFICATE_KEY_TYPES`, `index_url_user_password`: another variable. */
const CONSTANT = /^_?[A-Z]{2,}(?:_[A-Z]{2,}){2,}$/;
const VARIABLE = /^_?[a-z]+(?:_[a-z]+)+$/;
const ABOUT_SECRETS = /pass|secret|token|key/;
const TAG = /^!(?:Ref|Sub|GetAtt|ImportValue|FindInMap|Join|Select|Transform|reference|secret|env|ENV|vault|include)$/;

/** Whether the value is an expression of a program that gives the secret, and not the secret: a member, a call, a tag of CloudFormation. */
export function isExpression(value: string): boolean {
    if (value.length >= 200) return false;
    if (value.includes("_") && isVariable(value)) return true;
    return (value.includes(".") && MEMBER.test(value)) || CALL.test(value) || (value.startsWith("!") && TAG.test(value));
}

function isVariable(value: string): boolean {
    return CONSTANT.test(value) || (VARIABLE.test(value) && ABOUT_SECRETS.test(value));
}
