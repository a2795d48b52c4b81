import { queryOptions, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, type ReactNode } from "react";
import { z } from "zod";
import { endpoint, type Permission } from "#kernel/contract.ts";
import type { Authority, Role } from "#kernel/role.ts";
import type { Language } from "#kernel/words.ts";
import { call, signedOut } from "./client.ts";
import { ProblemError } from "./problem.ts";

/** Who is signed in at this browser and where they may work. */
export interface Session {
  readonly person: { readonly id: string; readonly name: string; readonly language: Language };
  readonly isAdministrator: boolean;
  readonly grants: readonly SessionGrant[];
  readonly sites: readonly Site[];
  /** Set when this session is held to the scopes of a token. */
  readonly scopes?: readonly string[] | null;
}

export interface SessionGrant {
  readonly siteId: string;
  readonly role: Role;
  readonly tenantId?: string | null;
  readonly authorities?: readonly Authority[] | null;
}

export interface Site {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly roles: readonly Role[];
}

const getSession = endpoint({ method: "GET", path: "/session", summary: "The session at hand", permission: "signedIn", reply: z.custom<Session>() });

/** The session; null when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  staleTime: 60_000,
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await call(getSession, {}, { signal });
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) return null;
      throw error;
    }
  },
});

/** Ends the session on screen as soon as the server no longer knows it. */
export function useSignedOut(): void {
  const client = useQueryClient();
  useEffect(() => {
    const forget = () => forgetSession(client);
    signedOut.addEventListener("signedOut", forget);
    return () => signedOut.removeEventListener("signedOut", forget);
  }, [client]);
}

/** Nobody is signed in any more: nothing of what they saw stays in memory. */
export function forgetSession(client: QueryClient): void {
  if (client.getQueryData(sessionQuery.queryKey) === null) return;
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
  client.setQueryData(sessionQuery.queryKey, null);
}

const SessionContext = createContext<Session | null>(null);
const SiteContext = createContext<Site | null>(null);

export const SessionProvider = ({ session, children }: { readonly session: Session; readonly children: ReactNode }) => <SessionContext value={session}>{children}</SessionContext>;
export const SiteProvider = ({ site, children }: { readonly site: Site; readonly children: ReactNode }) => <SiteContext value={site}>{children}</SiteContext>;

/** The person signed in; only below the sign-in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession outside a signed-in screen");
  return session;
}

/** The person signed in, or null on public screens. */
export const useOptionalSession = (): Session | null => useContext(SessionContext);

/** The site at hand; only on screens below a site. */
export function useSite(): Site {
  const site = useContext(SiteContext);
  if (!site) throw new Error("useSite outside a site");
  return site;
}

export const useOptionalSite = (): Site | null => useContext(SiteContext);

/** The time zone of the site at hand, or the browser's own where there is none. */
export const useZone = (): string => useContext(SiteContext)?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Today at the site at hand, as `2026-03-01`. Asked of this browser's clock: for defaults on screen, never for a record. */
export const useToday = (): string => Temporal.Now.plainDateISO(useZone()).toString();

/** Whether the person at hand holds a right at the site at hand, or at any site where there is none. The server asks again. */
export function useMay(): (permission: Permission) => boolean {
  const session = useOptionalSession();
  const site = useOptionalSite();
  return (permission) => session !== null && holds(session, permission, site?.id ?? null);
}

export function holds(session: Session, permission: Permission, siteId: string | null): boolean {
  if (session.scopes && !session.scopes.includes(permission.name)) return false;
  if (permission.administrator && session.isAdministrator) return true;
  return session.grants.some(
    (grant) =>
      (siteId === null || grant.siteId === siteId) &&
      permission.roles.includes(grant.role) &&
      (grant.role !== "tenantContact" || !permission.authority || (grant.authorities ?? []).includes(permission.authority)),
  );
}

/** Whether the person is here for a tenant alone: their app is the portal. */
export const isTenantOnly = ({ grants, isAdministrator }: Pick<Session, "grants" | "isAdministrator">): boolean =>
  !isAdministrator && grants.length > 0 && grants.every(({ role }) => role === "tenantContact");

/** The query of a session that has loaded; undefined while loading. */
export const useSessionQuery = () => useQuery(sessionQuery);
