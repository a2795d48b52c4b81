import { IdcardOutlined, TeamOutlined } from "@ant-design/icons";
import type { FeatureRoutes } from "#platform/web/screens.ts";
import { peopleRights } from "../contract/rights.ts";
import { labels } from "./labels.ts";

export const peopleScreens: FeatureRoutes = {
  feature: "people",
  screens: [
    { scope: "public", path: "sign-in", load: () => import("./SignInScreen.tsx").then((m) => m.SignInScreen) },
    { scope: "public", path: "forgotten-password", load: () => import("./links.tsx").then((m) => m.ForgottenScreen) },
    { scope: "public", path: "setup", load: () => import("./links.tsx").then((m) => m.SetUpScreen) },
    { scope: "public", path: "invitation", load: () => import("./links.tsx").then((m) => m.InvitationScreen) },
    { scope: "public", path: "password-reset", load: () => import("./links.tsx").then((m) => m.ResetScreen) },
    { scope: "company", path: "account", load: () => import("./AccountScreen.tsx").then((m) => m.AccountScreen) },
    {
      scope: "site",
      path: "people",
      load: () => import("./MembersScreen.tsx").then((m) => m.MembersScreen),
      nav: { group: "company", label: labels.members, icon: TeamOutlined, to: peopleRights.see, order: 20 },
    },
    {
      scope: "company",
      path: "people",
      load: () => import("./PeopleScreen.tsx").then((m) => m.PeopleScreen),
      nav: { group: "company", label: labels.people, icon: IdcardOutlined, to: "administrator", order: 80 },
    },
    { scope: "company", path: "people/audit", load: () => import("./AuditScreen.tsx").then((m) => m.AuditScreen) },
    { scope: "company", path: "people/mail", load: () => import("./MailScreen.tsx").then((m) => m.MailScreen) },
    { scope: "company", path: "people/$personId", load: () => import("./PersonScreen.tsx").then((m) => m.PersonScreen) },
  ],
};
