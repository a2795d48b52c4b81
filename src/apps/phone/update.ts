// The app's service worker, and the new versions it brings.

const heard = new Set<() => void>();
let waiting: ServiceWorker | null = null;
let isTakingOver = false;

/** Installs the service worker; a version that comes later waits for `takeOver`. */
export async function watchUpdates(): Promise<void> {
  if (!("serviceWorker" in navigator)) return; // only over HTTPS, or on this very machine
  navigator.serviceWorker.addEventListener("controllerchange", () => isTakingOver && location.reload());
  const registration = await navigator.serviceWorker.register("/phone/service-worker.js", { scope: "/phone/", updateViaCache: "none" });
  const look = () => {
    // the first version has nobody to wait for
    waiting = registration.active ? registration.waiting : null;
    for (const listener of heard) listener();
  };
  const follow = () => registration.installing?.addEventListener("statechange", look);
  registration.addEventListener("updatefound", follow);
  follow(); // one may have been found before this page listened
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && navigator.onLine && void registration.update().catch(() => {})); // asked again when next looked at
  look();
}

export const waitingVersion = (): ServiceWorker | null => waiting;

export function listenToUpdates(listener: () => void): () => void {
  heard.add(listener);
  return () => heard.delete(listener);
}

/** Lets the new version take over once nothing is being sent; the page starts anew in it. */
export function takeOver(): void {
  isTakingOver = true;
  waiting?.postMessage("takeOver");
}
