// The clock of this device, as the service worker has it as well: Temporal may have to be loaded first, which a worker cannot wait for.

/** Always in one form, `2026-03-09T01:30:00.123Z`, so that texts compare as moments do. */
export const deviceNow = (): string => new Date().toISOString();

export const deviceNowMs = (): number => Date.now();
