import type { ComponentType, ReactNode } from "react";
import type { Permission } from "#kernel/contract.ts";
import type { Words } from "#kernel/words.ts";
import type { Session } from "./session.tsx";

/** Where a screen lives: below the site at hand, for the whole company, or open to anybody without a sign-in. */
export type Scope = "site" | "company" | "public";

/** One screen of a feature. The parameters of its path, and `siteId` below a site, come to the component as properties. */
export interface Screen {
  readonly scope: Scope;
  /** Below `/sites/<siteId>/` for a screen of a site, else below `/`: `service/cases/$caseId`. */
  readonly path: string;
  /** Loads the screen's code when it is first opened: `() => import("./CaseScreen.tsx").then((m) => m.CaseScreen)`. */
  readonly load: () => Promise<(props: never) => ReactNode>;
  /** Its place in the navigation; screens reached from others have none. */
  readonly nav?: NavEntry;
}

export interface NavEntry {
  readonly group: NavGroup;
  readonly label: Words;
  readonly icon: ComponentType;
  /** Who finds it in the navigation; left out, everybody. */
  readonly to?: Permission | "administrator" | ((session: Session, siteId: string | null) => boolean);
  /** Smaller comes first within the group; 50 unless told. */
  readonly order?: number;
}

/** The chapters the navigation is grouped by, in this order. */
export const navGroups = ["today", "desk", "building", "tenants", "money", "manual", "company"] as const;
export type NavGroup = (typeof navGroups)[number];

/** All screens of one feature: one line in an app's list of features. */
export interface FeatureRoutes {
  readonly feature: string;
  readonly screens: readonly Screen[];
  /** Where records that others speak of open, by the kind of subject (`case`): the path below the site. */
  readonly subjects?: Readonly<Record<string, (id: string) => string>>;
  /** What stands in the shell's search box and elsewhere by feature; the shell says which slots it has. */
  readonly slots?: Readonly<Record<string, () => Promise<(props: never) => ReactNode>>>;
}
