const AFTER_SCHEME = /^[0-9a-f]{32}@[\w.:-]{1,253}(?:\/[\w-]{1,60}){0,3}\/\d{1,20}(?![\w-])/;
const WHOLE = /^https?:\/\/[0-9a-f]{32}@[\w.:-]{1,253}(?:\/[\w-]{1,60}){0,3}\/\d{1,20}\/?$/;

/**
 * Whether the text behind `https://` begins with what Sentry calls safe to keep public (docs.sentry.io, "Data Source Name (DSN)"): a key that may only
 * send, a host and the project's number. The deprecated form, `PUBLIC:SECRET@host`, is none.
 */
export function beginsPublicDsn(authority: string): boolean {
    return AFTER_SCHEME.test(authority);
}

/** The same of a whole URL. */
export function isPublicDsn(url: string): boolean {
    return WHOLE.test(url);
}
