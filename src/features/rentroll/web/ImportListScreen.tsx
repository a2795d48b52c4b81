import { useInfiniteQuery } from "@tanstack/react-query";
import { infinite, linkTo } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useGo, useHref } from "#platform/web/navigation.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { ImportTag } from "./ImportTag.tsx";
import { importsAt, type Placed } from "./place.ts";
import { text } from "./text.ts";

/** All imports, newest first. */
export function ImportListScreen({ siteId }: Placed) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const go = useGo();
  const { contract, here } = importsAt(siteId);
  const imports = useInfiniteQuery(infinite(contract.list, { params: here, query: {} }));
  const add = (
    <Button type="primary" onPress={() => go(href("rentroll/imports/new"))}>
      {t(text.newImport)}
    </Button>
  );
  return (
    <Page
      title={t(siteId ? text.imports : text.companyImports)}
      lead={t(siteId ? text.importsLead : text.companyLead)}
      actions={
        <>
          <a href={linkTo(contract.template, { params: here })} download>
            {t(text.template)}
          </a>
          {add}
        </>
      }
    >
      <DataTable
        label={t(text.imports)}
        rows={imports}
        rowKey={({ id }) => id}
        href={({ id }) => href(`rentroll/imports/${id}`)}
        empty={
          <EmptyTeaching title={t(text.none)} action={<Link href={href("rentroll/imports/new")}>{t(text.newImport)}</Link>}>
            {t(text.noneHint)}
          </EmptyTeaching>
        }
        columns={[
          { key: "file", title: t(text.file), card: "heading", render: ({ fileName }) => fileName },
          { key: "rows", title: t(text.rows), align: "end", width: "90px", render: ({ counts }) => (counts ? format.number(counts.rows) : "—") },
          { key: "refused", title: t(text.refused), align: "end", width: "90px", from: "medium", render: ({ counts }) => (counts ? format.number(counts.refused) : "—") },
          { key: "by", title: t(text.by), from: "medium", render: ({ createdBy }) => createdBy },
          { key: "at", title: t(text.at), width: "170px", render: ({ createdAt }) => format.moment(createdAt) },
          { key: "status", title: t(text.status), width: "140px", card: "mark", render: ({ status }) => <ImportTag status={status} /> },
        ]}
      />
    </Page>
  );
}
