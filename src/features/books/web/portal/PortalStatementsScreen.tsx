import { useSuspenseQuery } from "@tanstack/react-query";
import { List } from "antd-mobile";
import { yuanText } from "#kernel/money.ts";
import { linkTo, query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { EmptyTeaching, MobilePage } from "#ui/mobile/index.ts";
import { portalStatementFile, portalStatements } from "../../contract.ts";
import { text } from "../text.ts";

/** Our company's statements of account, to download and check. */
export function PortalStatementsScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const { items } = useSuspenseQuery(query(portalStatements, { params: { siteId }, query: { limit: 100 } })).data;
  return (
    <MobilePage title={t(text.statements)}>
      {items.length === 0 && <EmptyTeaching title={t(text.noStatements)}>{t(text.noStatementsHint)}</EmptyTeaching>}
      {items.length > 0 && (
        <List>
          {items.map(({ id, statementNo, from, to, closing }) => (
            <List.Item key={id} description={`${format.day(from)} – ${format.day(to)}`} extra={yuanText(closing)}>
              <a href={linkTo(portalStatementFile, { params: { siteId, statementId: id } })} target="_blank" rel="noreferrer">
                {statementNo}
              </a>
            </List.Item>
          ))}
        </List>
      )}
    </MobilePage>
  );
}
