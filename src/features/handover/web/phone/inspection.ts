import { useMemo } from "react";
import { fill } from "#kernel/problem.ts";
import { type Words, words } from "#kernel/words.ts";
import { linkTo } from "#platform/web/client.ts";
import { sha256Hex } from "#platform/web/outbox/hash.ts";
import { useKept, useOutbox, useSendNow } from "#platform/web/outbox/hooks.tsx";
import { useSession } from "#platform/web/session.tsx";
import type { TakenPhoto } from "#ui/phone/index.ts";
import * as contract from "../../contract/facts.ts";
import { type Fact, inspectionOf, type InspectionState, type ItemState, type Twin, twinsOf } from "../../rules.ts";
import { type Assignment, useAssignments } from "./assignments.ts";
import { text } from "./text.ts";

/** An inspection as it stands on this phone: what the server knew of it, and what was recorded here since. */
export interface Inspection {
  readonly assignment: Assignment;
  readonly state: InspectionState;
  readonly rooms: readonly Room[];
  /** How many records of it were refused; they do not count. */
  readonly refused: number;
}

export interface Room {
  readonly unit: string;
  readonly area: Words;
  readonly items: readonly Twin[];
}

/** The inspection of this id; null when it is not on this phone. */
export function useInspection(siteId: string, inspectionId: string): Inspection | null {
  const assignment = useAssignments(siteId)?.items.find(({ id }) => id === inspectionId) ?? null;
  const recorded = useKept(["entries", inspectionId], (outbox) => outbox.entriesOf(inspectionId));
  return useMemo(() => {
    if (!assignment) return null;
    const counted = recorded.filter(({ state }) => state !== "refused").map(({ fact }) => fact as unknown as Fact);
    const state = inspectionOf(assignment.lines, [...assignment.facts, ...counted]);
    const { baseline } = assignment;
    const then = baseline ? inspectionOf(baseline.lines, baseline.facts) : null;
    return { assignment, state, rooms: roomsOf(state.items, twinsOf(then, state)), refused: recorded.length - counted.length };
  }, [assignment, recorded]);
}

const roomOf = (item: ItemState): string => item.line.key.split("/").slice(0, -1).join("/");

function roomsOf(items: readonly ItemState[], twins: readonly Twin[]): Room[] {
  const byKey = new Map(twins.map((twin) => [twin.now.line.key, twin]));
  const grouped = Map.groupBy(items, roomOf);
  return [...grouped.values()].map((own) => ({ unit: own[0]!.line.unit, area: own[0]!.line.area, items: own.map((item) => byKey.get(item.line.key)!) }));
}

type Kinds = { readonly [F in Fact as F["kind"]]: F["data"] };
/** Something to record, with how its author finds it again. */
export type NewRecord = { readonly [K in keyof Kinds]: { readonly kind: K; readonly data: Kinds[K]; readonly label: Words } }[keyof Kinds];

/** Records on this phone, and sends when it can. */
export function useRecord(siteId: string, inspectionId: string): (records: readonly NewRecord[], photos?: readonly TakenPhoto[]) => Promise<void> {
  const outbox = useOutbox();
  const sendNow = useSendNow();
  const { person } = useSession();
  return async (records, photos = []) => {
    const address = linkTo(contract.sendFacts, { params: { siteId } });
    await outbox.add(
      person.id,
      records.map(({ kind, data, label }) => ({
        group: inspectionId,
        address,
        list: "facts",
        label,
        fact: ({ id, deviceId, number, at }) => ({ id, inspectionId, deviceId, number, happenedAt: at, kind, data }),
      })),
      photos.map((photo) => ({
        ...photo,
        group: inspectionId,
        label: records[0]?.label ?? words("照片", "Photo"),
        address: (hash) => linkTo(contract.getPhoto, { params: { siteId, hash } }),
      })),
    );
    sendNow();
  };
}

/** Records photos at once, each as a fact of its own: nothing is lost while a form beside them is being filled in. */
export function useTakePhotos(
  siteId: string,
  inspectionId: string,
): (photos: readonly TakenPhoto[], line: string | null, place: Words, note?: string) => Promise<readonly string[]> {
  const record = useRecord(siteId, inspectionId);
  return async (photos, line, place, note = "") => {
    const hashes = await Promise.all(photos.map(({ bytes }) => sha256Hex(bytes)));
    await record(
      hashes.map((hash) => ({ kind: "photoTaken", data: { hash, line, text: note }, label: label(text.factPhoto, { place }) })),
      photos,
    );
    return hashes;
  };
}

/** A sentence in both languages, for the list of what is unsent. */
export function label(sentence: Words, facts: Readonly<Record<string, string | number | Words>>): Words {
  const say = (language: "zh" | "en") =>
    fill(sentence[language], Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, typeof fact === "object" ? fact[language] : fact])));
  return words(say("zh"), say("en"));
}
