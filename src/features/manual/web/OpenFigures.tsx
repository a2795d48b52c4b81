import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { adoptProposals, getParameters, manualRights } from "../contract.ts";
import { text } from "./text.ts";
import "./manual.css";

/** The one step that makes a new site usable: shown to whoever may take it, while proposals on which neither money nor law hangs are open. */
export function OpenFigures({ siteId }: { readonly siteId: string }) {
  const maySet = useMay()(manualRights.setParameters);
  const { t } = useLanguage();
  const href = useHref();
  const { data } = useQuery({ ...query(getParameters, { params: { siteId }, query: {} }), enabled: maySet });
  const adopt = useCommand(adoptProposals);
  const open = (data?.items ?? []).filter(({ setting }) => setting === null);
  const adoptable = open.filter(({ definition }) => definition.stake === "none").length;
  if (adoptable === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      className="manual-open"
      title={t(text.openCount, { count: open.length })}
      description={
        <>
          <p>{t(text.openHint, { adoptable })}</p>
          <div className="tk-row">
            <Button type="primary" loading={adopt.isPending} onPress={() => adopt.mutate({ params: { siteId } })}>
              {t(text.adopt, { count: adoptable })}
            </Button>
            <Link href={href("manual/parameters")}>{t(text.parameters)}</Link>
          </div>
          <ProblemNote error={adopt.error} />
        </>
      }
    />
  );
}
