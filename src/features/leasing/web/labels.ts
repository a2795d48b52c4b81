import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  leases: words("租约", "Leases"),
  ourLeases: words("租约", "Leases"),
  letters: words("租赁意向书", "Letters of intent"),
  vacancies: words("空置单元", "Vacant units"),
} as const;
