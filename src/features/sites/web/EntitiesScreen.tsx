import { useSuspenseQuery } from "@tanstack/react-query";
import { Descriptions, Form, Image, Input, Select, Upload } from "antd";
import { useState } from "react";
import type { WireOf } from "#kernel/contract.ts";
import { newId } from "#kernel/id.ts";
import { linkTo, query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { type entityField, getSeal, listEntities, putEntity, putSeal, sitesRights } from "../contract.ts";
import { type EntityKind, entityKinds, type Taxpayer, taxpayers } from "../rules.ts";
import { text } from "./text.ts";

type Entity = WireOf<typeof entityField>;

const asked = ["creditCode", "bankName", "bankAccount", "address", "phone", "propertyCertificateNo"] as const;

/** The owner and the property company of a site, each with what its bills, invoices and letters name. */
export function EntitiesScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const { entities } = useSuspenseQuery(query(listEntities, { params: { siteId } })).data;
  return (
    <Page title={t(text.entities)} lead={t(text.entitiesLead)}>
      {(Object.keys(entityKinds) as EntityKind[]).map((kind) => (
        <EntitySection key={kind} siteId={siteId} kind={kind} entity={entities.find((entity) => entity.kind === kind)} />
      ))}
    </Page>
  );
}

function EntitySection({ siteId, kind, entity }: { readonly siteId: string; readonly kind: EntityKind; readonly entity: Entity | undefined }) {
  const { t } = useLanguage();
  const mayEdit = useMay()(sitesRights.entities);
  const [editing, setEditing] = useState(false);
  const edit = mayEdit && <Button onPress={() => setEditing(true)}>{t(entity ? text.change : text.registerEntity)}</Button>;
  return (
    <Section title={t(entityKinds[kind])} actions={entity && edit}>
      {entity ? (
        <>
          <Descriptions
            size="small"
            column={{ xs: 1, md: 2 }}
            items={[
              { key: "name", label: t(text.entityName), children: entity.name },
              ...asked.map((name) => ({ key: name, label: t(text[name]), children: entity[name] || t(text.notGiven) })),
              { key: "taxpayer", label: t(text.taxpayer), children: t(taxpayers[entity.taxpayer]) },
            ]}
          />
          {mayEdit && <Seal siteId={siteId} entity={entity} />}
        </>
      ) : (
        <EmptyTeaching title={t(text.entityNone)} action={edit}>
          {t(kind === "owner" ? text.ownerHint : text.propertyHint)}
        </EmptyTeaching>
      )}
      {editing && <EntityDrawer siteId={siteId} kind={kind} entity={entity} onClose={() => setEditing(false)} />}
    </Section>
  );
}

function Seal({ siteId, entity }: { readonly siteId: string; readonly entity: Entity }) {
  const { t } = useLanguage();
  const put = useCommand(putSeal);
  return (
    <div>
      {entity.sealFileId && <Image width={96} alt={t(text.seal)} src={`${linkTo(getSeal, { params: { siteId, kind: entity.kind } })}?version=${entity.version}`} preview={false} />}
      <Upload
        accept="image/png,image/jpeg"
        showUploadList={false}
        beforeUpload={(file) => {
          put.mutate({ params: { siteId, kind: entity.kind }, body: file });
          return false;
        }}
      >
        <Button>{t(entity.sealFileId ? text.changeSeal : text.addSeal)}</Button>
      </Upload>
      <ProblemNote error={put.error} />
    </div>
  );
}

type EntityValues = Record<(typeof asked)[number] | "name", string> & { readonly taxpayer: Taxpayer };

function EntityDrawer({
  siteId,
  kind,
  entity,
  onClose,
}: {
  readonly siteId: string;
  readonly kind: EntityKind;
  readonly entity: Entity | undefined;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const put = useCommand(putEntity, { onDone: onClose });
  return (
    <FormDrawer<EntityValues>
      title={t(entityKinds[kind])}
      open
      onClose={onClose}
      initial={entity ?? { taxpayer: "general" }}
      onSubmit={(values) => put.mutate({ params: { siteId, kind }, body: { id: entity?.id ?? newId(), version: entity?.version ?? null, ...values } })}
      isPending={put.isPending}
      error={put.error}
    >
      <Form.Item name="name" label={t(text.entityName)} rules={[{ required: true }]}>
        <Input maxLength={120} />
      </Form.Item>
      {asked.map((name) => (
        <Form.Item key={name} name={name} label={t(text[name])}>
          <Input maxLength={name === "creditCode" ? 18 : name === "address" ? 300 : 120} />
        </Form.Item>
      ))}
      <Form.Item name="taxpayer" label={t(text.taxpayer)}>
        <Select options={Object.entries(taxpayers).map(([value, label]) => ({ value, label: t(label) }))} />
      </Form.Item>
    </FormDrawer>
  );
}
