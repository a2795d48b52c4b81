import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { linkTo, query, upload, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Attachments } from "#ui/Attachments.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { ExportLink } from "#ui/ExportLink.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { useToast } from "#ui/toast.tsx";
import { exportItemList, getItemList, importItemList, saveItemList } from "../contract.ts";
import type { ItemList } from "../rules.ts";
import { ItemListEditor } from "./ItemListEditor.tsx";
import { text } from "./text.ts";

/** What is looked at in every unit: read, changed as a new version, out to and in from Excel. */
export function ItemListScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const toast = useToast();
  const list = useSuspenseQuery(query(getItemList, { params: { siteId }, query: {} })).data;
  const [draft, setDraft] = useState<ItemList | null>(null);
  const save = useCommand(saveItemList, {
    onDone: () => {
      setDraft(null);
      toast(t(text.saved));
    },
  });
  const names = new Map(list.areas.map(({ key, name }) => [key, name]));
  return (
    <Page
      title={t(text.itemList)}
      lead={t(text.itemListLead)}
      actions={
        !draft && (
          <>
            <Button type="primary" onPress={() => setDraft({ areas: list.areas, parts: list.parts })}>
              {t(text.edit)}
            </Button>
            <ExportLink href={linkTo(exportItemList, { params: { siteId }, query: {} })} />
          </>
        )
      }
    >
      <p className="tk-quiet">
        {list.version === 0 ? t(text.houseVersion) : t(text.version, { version: list.version })}
        {list.madeAt && ` · ${t(text.madeBy, { at: format.moment(list.madeAt), by: list.madeBy ?? "" })}`}
      </p>
      {draft ? (
        <ItemListEditor
          draft={draft}
          onChange={setDraft}
          onCancel={() => setDraft(null)}
          onSave={({ areas, parts }) => save.mutate({ params: { siteId }, body: { version: list.version, areas: [...areas], parts: [...parts] } })}
          isPending={save.isPending}
          error={save.error}
        />
      ) : (
        <>
          <Section title={t(text.areas)}>
            <p>{list.areas.map(({ name }) => t(name)).join("、")}</p>
          </Section>
          <Section title={t(text.parts)}>
            <DataTable
              label={t(text.parts)}
              rows={list.parts}
              rowKey={({ key }) => key}
              columns={[
                { key: "part", title: t(text.part), width: "200px", card: "heading", render: ({ name }) => t(name) },
                { key: "standard", title: t(text.standard), render: ({ standard }) => t(standard) },
                { key: "areas", title: t(text.areas), render: ({ areas }) => areas.map((area) => t(names.get(area) ?? { zh: area, en: area })).join("、") },
              ]}
            />
          </Section>
          <Section title={t(text.importList)}>
            <Attachments
              label={t(text.importList)}
              files={[]}
              send={async (file, onProgress) => {
                const { version } = await upload(importItemList, { params: { siteId }, body: file }, onProgress);
                toast(t(text.imported, { version }));
              }}
            />
          </Section>
        </>
      )}
    </Page>
  );
}
