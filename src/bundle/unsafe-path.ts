/** Absolute, climbing out of its folder, or for Windows to read as another: no archive of ours has such a name. */
export function isUnsafePath(path: string): boolean {
    return (
        path.split("/").some((name) => name === "" || name === "." || name === "..") ||
        /[\\\0]/.test(path) ||
        /^[A-Za-z]:/.test(path)
    );
}
