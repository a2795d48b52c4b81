import { useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type ReplyOf } from "#platform/web/client.ts";
import { useKept, useOutbox } from "#platform/web/outbox/hooks.tsx";
import type { Outbox } from "#platform/web/outbox/outbox.ts";
import { ProblemError } from "#platform/web/problem.ts";
import { useSession } from "#platform/web/session.tsx";
import * as contract from "../../contract/facts.ts";
import { inspectionOf, photosOf } from "../../rules.ts";

/** An inspection with all that it takes to make it without a network. */
export type Assignment = ReplyOf<typeof contract.getAssignments>["items"][number];

interface KeptAssignments {
  readonly readAt: string;
  readonly items: readonly Assignment[];
}

const keyOf = (personId: string, siteId: string) => `assignments ${personId} ${siteId}`;

/** The inspections assigned to whoever is here, as this phone last read them; null before the first time. */
export function useAssignments(siteId: string): KeptAssignments | null {
  const { person } = useSession();
  return useKept(["assignments", person.id, siteId], async (outbox) => (await outbox.page<KeptAssignments>(keyOf(person.id, siteId))) ?? null);
}

/** Reads them again whenever a screen of them is opened and the network is there; `refetch` does so at once. */
export function useRefresh(siteId: string) {
  const { person } = useSession();
  const outbox = useOutbox();
  const client = useQueryClient();
  return useQuery({
    queryKey: ["assignments", person.id, siteId],
    networkMode: "always",
    retry: false,
    staleTime: 30_000,
    refetchOnReconnect: "always",
    queryFn: async () => {
      const kept = await readAssignments(outbox, person.id, siteId);
      await fetchPhotos(outbox, siteId, kept.items);
      void client.invalidateQueries({ queryKey: ["kept"] });
      return kept.readAt;
    },
  });
}

/** Being without a network is no failure here. */
export const isFailure = (error: unknown): boolean => error !== null && !(error instanceof ProblemError && (error.status === 0 || error.status === 401));

/** How many of the photos to stand beside this inspection are not on this phone. */
export function useMissingPhotos(assignment: Assignment): number {
  const hashes = baselinePhotos(assignment);
  return useKept(["missing", assignment.id, String(hashes.length)], async (outbox) => (await absent(outbox, hashes)).length);
}

async function readAssignments(outbox: Outbox, personId: string, siteId: string): Promise<KeptAssignments> {
  const { items } = await call(contract.getAssignments, { params: { siteId } });
  const before = await outbox.page<KeptAssignments>(keyOf(personId, siteId));
  const gone = (before?.items ?? []).filter(({ id }) => !items.some((item) => item.id === id));
  // What the server no longer assigns stays as long as something of it is unsent, and for a day after, for whoever looks once more.
  const staying: Assignment[] = [];
  for (const assignment of gone) {
    const entries = await outbox.entriesOf(assignment.id);
    if (entries.some(({ state, answeredAt }) => state !== "sent" || answeredAt! > aDayAgo())) staying.push(assignment);
    else await outbox.forgetSent(assignment.id);
  }
  const kept = { readAt: outbox.now(), items: [...items, ...staying] };
  await outbox.keepPage(keyOf(personId, siteId), kept);
  return kept;
}

const aDayAgo = (): string => Temporal.Now.instant().subtract({ hours: 24 }).toString({ fractionalSecondDigits: 3 });

async function fetchPhotos(outbox: Outbox, siteId: string, items: readonly Assignment[]): Promise<void> {
  for (const assignment of items) {
    const wanted = new Set([...baselinePhotos(assignment), ...photosOf(inspectionOf(assignment.lines, assignment.facts))]);
    for (const hash of await absent(outbox, [...wanted])) {
      const photo = await call(contract.getPhoto, { params: { siteId, hash } }).catch((error: unknown) => {
        if (error instanceof ProblemError && error.status === 404) return null; // another phone has it and has not sent it yet
        throw error;
      });
      if (photo) await outbox.keepBlob(assignment.id, hash, photo.type, await photo.arrayBuffer());
    }
  }
}

const baselinePhotos = ({ baseline }: Assignment): readonly string[] => (baseline ? photosOf(inspectionOf(baseline.lines, baseline.facts)) : []);

async function absent(outbox: Outbox, hashes: readonly string[]): Promise<string[]> {
  const found = await Promise.all(hashes.map((hash) => outbox.hasBlob(hash)));
  return hashes.filter((_, index) => !found[index]);
}
