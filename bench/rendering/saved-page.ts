/** A list page as received, in a file. */
export interface SavedPage {
    readonly apiVersion: string;
    readonly kind: string;
    readonly file: string;
}
