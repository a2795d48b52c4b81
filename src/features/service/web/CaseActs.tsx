import { MoreOutlined } from "@ant-design/icons";
import { Dropdown } from "antd";
import { useState } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
// What stands against an act comes as codes: this brings the sentences for them.
import "../rules/problems.ts";
import { type Act, ActDrawer } from "./ActDrawer.tsx";
import type { CasePage } from "./CaseScreen.tsx";
import { text } from "./text.ts";

/** Acts on the way of a case, in their order; the first that may be done now is the next right one. */
const steps: readonly Act[] = ["accept", "dispatch", "verify", "resolve", "feedback", "callBack", "close"];
const others: readonly Act[] = ["promise", "transfer", "progress", "note"];
const rare: readonly Act[] = ["classify", "link", "merge", "sendRatingLink", "reopen", "handOver", "openCallback", "openClosure", "void"];

/** What may be done to a case now. An act that may not yet be done says what stands against it. */
export function CaseActs({ siteId, page }: { readonly siteId: string; readonly page: CasePage }) {
  const { t } = useLanguage();
  const [chosen, setChosen] = useState<Act | null>(null);
  const against = new Map(page.acts.map((act) => [act.act, act.against]));
  const isFree = (act: Act) => against.get(act)?.length === 0;
  // What was verified, or is done, may be verified again, but that is no longer the next step.
  const isVerified = page.case.verifiedAt !== null || page.case.resolvedAt !== null;
  const onTheWay = steps.filter((act) => act !== "verify" || !isVerified);
  const beside = isVerified ? (["verify", ...others] as const) : others;
  const next = onTheWay.find(isFree);
  const isOver = ["archived", "merged", "invalid"].includes(page.case.status);
  // A step that lies behind is no longer offered; one that lies ahead stays, with its reasons.
  const ahead = onTheWay.filter((act) => isFree(act) || (!isOver && (act === "feedback" || act === "callBack" || act === "close") && against.has(act)));
  return (
    <div className="case-acts tk-no-print">
      {ahead.map((act) => (
        <Button key={act} type={act === next ? "primary" : "default"} unless={against.get(act) ?? []} onPress={() => setChosen(act)}>
          {t(text[act])}
        </Button>
      ))}
      {beside.filter(isFree).map((act) => (
        <Button key={act} onPress={() => setChosen(act)}>
          {t(text[act])}
        </Button>
      ))}
      {rare.some(isFree) && (
        <Dropdown
          trigger={["click"]}
          menu={{ items: rare.filter(isFree).map((act) => ({ key: act, label: t(text[act]), danger: act === "void" })), onClick: ({ key }) => setChosen(key as Act) }}
        >
          <Button icon={<MoreOutlined />}>{t(text.more)}</Button>
        </Dropdown>
      )}
      {chosen && <ActDrawer siteId={siteId} page={page} act={chosen} onClose={() => setChosen(null)} />}
    </div>
  );
}
