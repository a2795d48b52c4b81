/** Runs `work` once nobody else on this device does, in whatever tab or worker: two senders would send everything twice. */
export async function alone<T>(work: () => Promise<T>): Promise<T> {
  // Typed as the work's own promise: the lock is held until it settles.
  return (await navigator.locks.request(lockName, work)) as T;
}

const lockName = "towerkeep.outbox";
