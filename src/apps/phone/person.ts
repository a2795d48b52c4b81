import type { Session } from "#platform/web/session.tsx";

// Who works on this phone: known without a network, until they leave it or somebody else signs in.

const storageKey = "towerkeep.phone.session";
const heard = new Set<() => void>();
let known = read();

/** The person last signed in on this phone. */
export const rememberedSession = (): Session | null => known;

export function rememberSession(session: Session | null): void {
  if (session) localStorage.setItem(storageKey, JSON.stringify(session));
  else localStorage.removeItem(storageKey);
  known = session;
  for (const listener of heard) listener();
}

export function listenToPerson(listener: () => void): () => void {
  heard.add(listener);
  return () => heard.delete(listener);
}

function read(): Session | null {
  const stored = localStorage.getItem(storageKey);
  return stored === null ? null : (JSON.parse(stored) as Session);
}
