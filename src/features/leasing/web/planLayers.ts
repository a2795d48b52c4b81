import { useQuery } from "@tanstack/react-query";
import { query } from "#platform/web/client.ts";
import { useMay, useToday } from "#platform/web/session.tsx";
import { getPlan } from "#features/sites/contract.ts";
import type { PlanLayer, PlanMark } from "#features/sites/web/planLayers.ts";
import { unitStates } from "#features/sites/rules.ts";
import { occupancy } from "../contract.ts";
import { listHolds } from "../contract/letters.ts";
import { leasingRights } from "../contract/rights.ts";
import { text as letterText } from "./letters/text.ts";
import { text } from "./text.ts";

/** Who leases what today, by unit; `undefined` while loading. */
function useLeasesByUnit(siteId: string) {
  const { data } = useQuery(query(occupancy, { params: { siteId }, query: {} }));
  return data && new Map(data.leases.map((lease) => [lease.unitId as string, lease]));
}

function useStates(siteId: string) {
  const { data } = useQuery(query(getPlan, { params: { siteId } }));
  return new Map(data?.units.map(({ id, state }) => [id as string, state]));
}

/** Let, vacant, or not to let. */
export const occupancyLayer: PlanLayer = {
  key: "occupancy",
  label: text.occupancy,
  useMarks(siteId) {
    const leases = useLeasesByUnit(siteId);
    const states = useStates(siteId);
    return (unitId): PlanMark | undefined => {
      if (!leases) return undefined;
      const lease = leases.get(unitId);
      const state = states.get(unitId);
      if (lease) {
        return {
          tone: "calm",
          state: text.let,
          short: lease.tenant,
          lines: [
            { label: text.tenant, value: lease.tenant },
            { label: text.leaseNo, value: lease.leaseNo },
            { label: text.term, value: `${lease.leaseStart} – ${lease.leaseEnd}` },
          ],
        };
      }
      if (state && state !== "lettable") return { tone: "quiet", state: text.notLettable, short: unitStates[state].zh, lines: [] };
      return { tone: "none", state: text.vacant, lines: [] };
    };
  },
};

/** How soon each lease ends. */
export const leaseEndLayer: PlanLayer = {
  key: "leaseEnd",
  label: text.leaseEnd,
  useMarks(siteId) {
    const leases = useLeasesByUnit(siteId);
    const today = useToday();
    return (unitId): PlanMark | undefined => {
      const lease = leases?.get(unitId);
      if (!leases) return undefined;
      if (!lease) return { tone: "none", state: text.vacant, lines: [] };
      const days = Temporal.PlainDate.from(today).until(lease.leaseEnd).days;
      const [tone, state] =
        days <= 90
          ? (["urgent", text.within90] as const)
          : days <= 180
            ? (["soon", text.within180] as const)
            : days <= 365
              ? (["near", text.withinYear] as const)
              : (["calm", text.later] as const);
      return { tone, state, short: lease.leaseEnd, lines: [] };
    };
  },
};

/** Which units a letter of intent holds today, for whom and until when. */
export const holdLayer: PlanLayer = {
  key: "holds",
  label: letterText.hold,
  useMarks(siteId) {
    const mayRead = useMay()(leasingRights.readLetters);
    const { data } = useQuery({ ...query(listHolds, { params: { siteId } }), enabled: mayRead });
    const byUnit = new Map(data?.holds.map((hold) => [hold.unitId as string, hold]));
    return (unitId): PlanMark | undefined => {
      if (!data) return undefined;
      const hold = byUnit.get(unitId);
      if (!hold) return { tone: "none", state: letterText.free, lines: [] };
      const lines = [
        { label: letterText.party, value: hold.partyName },
        { label: letterText.letterNo, value: hold.letterNo },
        { label: letterText.heldUntil, value: hold.heldUntil },
      ];
      return { tone: "soon", state: letterText.held, short: hold.partyName, lines };
    };
  },
};
