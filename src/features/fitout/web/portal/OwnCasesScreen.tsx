import { useQuery } from "@tanstack/react-query";
import { Button, List } from "antd-mobile";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useGo, useHref } from "#platform/web/navigation.tsx";
import { EmptyTeaching, MobilePage, Pending, ProblemNote } from "#ui/mobile/index.ts";
import { listOwnCases, openOwnCase } from "../../contract/portal.ts";
import { caseStates } from "../../rules/names.ts";
// What stands against an act comes as codes: this brings the sentences for them.
import { fitOutProcedure } from "../../rules.ts";
import { text } from "../text.ts";
import "./portal.css";

/** The fit-outs of our company, with what is ours to do, and the way to ask for one. */
export function OwnCasesScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const [id] = useState(() => newId<"fitOut">());
  const cases = useQuery(query(listOwnCases, { params: { siteId } }));
  const open = useCommand(openOwnCase, { onDone: () => go(href(`fitout/cases/${id}`)) });
  if (cases.isPending) return <Pending />;
  const { items = [], leases = [] } = cases.data ?? {};
  const isOurs = (step: string) => fitOutProcedure.steps.find((each) => each.id === step)?.role === "tenantContact";
  return (
    <MobilePage title={t(text.mine)}>
      <ProblemNote error={cases.error} />
      {items.length === 0 && <EmptyTeaching title={t(text.noneOfOurs)}>{t(text.noneHint)}</EmptyTeaching>}
      <List>
        {items.map((found) => (
          <List.Item key={found.id} description={found.caseNo}>
            <Link href={href(`fitout/cases/${found.id}`)} className="fitout-own">
              <span>{found.place}</span>
              <span className={`fitout-mark ${found.isStopped ? "fitout-mark-late" : ""}`}>
                {found.isStopped && found.state === "running" ? t(text.stopped) : found.next.some(({ step }) => isOurs(step)) ? t(text.yours) : t(caseStates[found.state])}
              </span>
            </Link>
          </List.Item>
        ))}
      </List>
      <ProblemNote error={open.error} />
      {leases.map((lease) => (
        <div key={lease.id} className="fitout-ask">
          <p>
            {lease.leaseNo} · {lease.place}
          </p>
          <Button block loading={open.isPending} onClick={() => open.mutate({ params: { siteId }, body: { id, leaseId: lease.id } })}>
            {t(text.ask)}
          </Button>
        </div>
      ))}
    </MobilePage>
  );
}
