import { emptyImage } from "./nets/known/shared-image.ts";
import type { NetSettings } from "./text-nets.ts";

/** The same settings with all known values in one piece of shared memory, and room for their index, so that threads do not each hold a copy. */
export function sharedSettings(settings: NetSettings): NetSettings {
    const total = settings.known.reduce((sum, { value }) => sum + value.length, 0);
    const shared = new Uint8Array(new SharedArrayBuffer(total));
    let at = 0;
    const known = settings.known.map((one) => {
        const value = shared.subarray(at, at + one.value.length);
        value.set(one.value);
        at += one.value.length;
        return { ...one, value };
    });
    return { ...settings, known, image: emptyImage() };
}
