import { useSuspenseQuery } from "@tanstack/react-query";
import { AutoComplete, Drawer, Form, Input, Popconfirm } from "antd";
import { useState } from "react";
import { linkTo, query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { type Column, DataTable } from "#ui/DataTable.tsx";
import { CommandForm } from "#ui/FormDrawer.tsx";
import { Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import * as contract from "../contract.ts";
import { documentsRights } from "../contract/rights.ts";
import { FileField } from "./FileField.tsx";
import { text } from "./text.ts";
import "./documents.css";

type Listed = ReplyOf<typeof contract.listWordTemplates>;
type Template = Listed["items"][number];

/** The company's own Word templates, and what each kind of document offers them. */
export function WordSection({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const { kinds, items } = useSuspenseQuery(query(contract.listWordTemplates, { params: { siteId } })).data;
  const retire = useCommand(contract.retireWordTemplate);
  const [isAdding, setAdding] = useState(false);
  const titleOf = (kind: string) => {
    const known = kinds.find((each) => each.kind === kind);
    return known ? t(known.title) : kind;
  };
  const columns: Column<Template>[] = [
    { key: "name", title: t(text.templateName), card: "heading", render: ({ name }) => name },
    { key: "kind", title: t(text.templateFor), width: "220px", render: ({ kind }) => titleOf(kind) },
    { key: "by", title: t(text.uploadedBy), width: "220px", from: "medium", render: ({ uploadedByName, uploadedAt }) => `${uploadedByName} · ${format.moment(uploadedAt)}` },
    {
      key: "acts",
      title: t(text.acts),
      width: "200px",
      render: ({ id }) => (
        <>
          <a href={linkTo(contract.downloadWordTemplate, { params: { siteId, templateId: id } })} download>
            {t(text.download)}
          </a>{" "}
          {may(documentsRights.settings) && (
            <Popconfirm title={t(text.retireTitle)} onConfirm={() => retire.mutate({ params: { siteId, templateId: id } })}>
              <Button type="link" size="small">
                {t(text.retire)}
              </Button>
            </Popconfirm>
          )}
        </>
      ),
    },
  ];
  return (
    <Section title={t(text.word)} actions={may(documentsRights.settings) && <Button onPress={() => setAdding(true)}>{t(text.addWord)}</Button>}>
      <p>{t(text.wordLead)}</p>
      <ProblemNote error={retire.error} />
      <DataTable label={t(text.word)} rows={items} rowKey={({ id }) => id} columns={columns} empty={<p className="tk-quiet">{t(text.noWord)}</p>} />
      {kinds.map((kind) => (
        <Fields key={kind.kind} kind={kind} />
      ))}
      {isAdding && <AddDrawer siteId={siteId} kinds={kinds} onClose={() => setAdding(false)} />}
    </Section>
  );
}

function Fields({ kind }: { readonly kind: Listed["kinds"][number] }) {
  const { t } = useLanguage();
  return (
    <details>
      <summary>{t(text.fieldsOf, { kind: t(kind.title), count: kind.fields.length })}</summary>
      <DataTable
        label={t(text.fieldsOf, { kind: t(kind.title), count: kind.fields.length })}
        rows={kind.fields}
        rowKey={({ name }) => name}
        columns={[
          { key: "name", title: t(text.field), card: "heading", render: ({ name }) => <code>{asTag(name)}</code> },
          { key: "sample", title: t(text.sample), render: ({ sample }) => sample },
        ]}
      />
    </details>
  );
}

/** A path as it is written in a template: `units[].place` as {#units}{place}{/units}. */
function asTag(path: string): string {
  const [list, ...inner] = path.split("[]").map((part) => part.replace(/^\./, ""));
  return inner.length === 0 ? `{${list}}` : `{#${list}}${asTag(inner.join("[].") || ".")}{/${list}}`;
}

function AddDrawer({ siteId, kinds, onClose }: { readonly siteId: string; readonly kinds: Listed["kinds"]; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const add = useCommand(contract.uploadWordTemplate, { onDone: onClose });
  const [file, setFile] = useState<File | null>(null);
  return (
    <Drawer title={t(text.addWord)} open onClose={onClose} size={480} destroyOnHidden className="tk-drawer">
      <CommandForm<{ kind: string; name: string }>
        submit={text.addWord}
        onSubmit={({ kind, name }) => {
          if (file) add.mutate({ params: { siteId }, query: { kind, name }, body: file });
        }}
        onCancel={onClose}
        isPending={add.isPending}
        error={add.error}
        unless={file ? [] : [{ sentence: t(text.chooseFile) }]}
      >
        <Form.Item name="kind" label={t(text.templateFor)} rules={[{ required: true, message: t(text.missing) }]}>
          <AutoComplete options={kinds.map(({ kind, title }) => ({ value: kind, label: `${t(title)} · ${kind}` }))} />
        </Form.Item>
        <Form.Item name="name" label={t(text.templateName)} rules={[{ required: true, whitespace: true, message: t(text.missing) }]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item label={t(text.wordFile)} required>
          <FileField label={t(text.wordFile)} accept=".docx" onChoose={setFile} />
        </Form.Item>
      </CommandForm>
    </Drawer>
  );
}
