import { recordedStore } from "./recorded-store.ts";
import { loadRecording } from "./recording.ts";
import { replayAt } from "./replay.ts";
import { type SampleApi, type SampleIdentity, serveSample } from "./sample-api.ts";
import { sampleLocation } from "./sample-location.ts";

/** The sample appliance on loopback, broken, as if it had been recorded at `identity.now`. */
export async function startSample(identity: SampleIdentity, signal: AbortSignal): Promise<SampleApi> {
    const recording = replayAt(await loadRecording(sampleLocation()), identity.now);
    return serveSample(recordedStore(recording), identity, signal);
}
