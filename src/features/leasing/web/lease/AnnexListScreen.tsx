import { useSuspenseQuery } from "@tanstack/react-query";
import { Checkbox, Input } from "antd";
import { useState } from "react";
import type { WireOf } from "#kernel/contract.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { Page } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { getAnnexes, leasingRights, putAnnexes } from "../../contract.ts";
import { annexLetters } from "../../rules.ts";
import { ChoiceField, choicesOf, Field, TextField } from "./Field.tsx";
import { text } from "./text.ts";
import "./lease.css";

type Annex = NonNullable<WireOf<typeof putAnnexes.body>>["annexes"][number];

/** The annexes of every lease of the site. Manual 2.1.1-3. */
export function AnnexListScreen({ siteId }: { readonly siteId: string }) {
  const { data } = useSuspenseQuery(query(getAnnexes, { params: { siteId } }));
  return <AnnexForm key={data.version ?? 0} siteId={siteId} annexes={data.annexes} version={data.version} />;
}

function AnnexForm({ siteId, annexes, version }: { readonly siteId: string; readonly annexes: readonly Annex[]; readonly version: number | null }) {
  const { t } = useLanguage();
  const mayArrange = useMay()(leasingRights.arrange);
  const [list, setList] = useState(annexes);
  const put = useCommand(putAnnexes);
  const change = (place: number, part: Partial<Annex>) => setList(list.map((annex, index) => (index === place ? { ...annex, ...part } : annex)));
  const add = () => {
    let count = list.length + 1;
    while (list.some(({ code }) => code === `annex${count}`)) count++;
    setList([...list, { code: `annex${count}`, name: { zh: "", en: "" }, letter: "text", body: { zh: "", en: "" }, isCompulsory: false }]);
  };
  return (
    <Page
      title={t(text.annexList)}
      lead={t(text.annexListLead)}
      width="reading"
      actions={
        mayArrange && (
          <Button type="primary" loading={put.isPending} onPress={() => put.mutate({ params: { siteId }, body: { annexes: list, version } })}>
            {t(text.save)}
          </Button>
        )
      }
    >
      <ProblemNote error={put.error} />
      {list.map((annex, place) => (
        <article className="tl-card" key={annex.code} aria-label={t(annex.name)}>
          <div className="tl-fields">
            <TextField wide label={t(text.annexName)} value={annex.name.zh} onChange={(zh) => change(place, { name: { ...annex.name, zh } })} />
            <TextField wide label={t(text.annexNameEn)} value={annex.name.en} onChange={(en) => change(place, { name: { ...annex.name, en } })} />
            <ChoiceField wide label={t(text.annexLetter)} value={annex.letter} onChange={(letter) => change(place, { letter })} options={choicesOf(annexLetters)} />
          </div>
          {annex.letter === "text" && (
            <>
              <Field label={t(text.annexBody)}>
                {(id) => (
                  <Input.TextArea
                    id={id}
                    autoSize={{ minRows: 2, maxRows: 10 }}
                    value={annex.body.zh}
                    onChange={({ target }) => change(place, { body: { ...annex.body, zh: target.value } })}
                  />
                )}
              </Field>
              <Field label={t(text.annexBodyEn)}>
                {(id) => (
                  <Input.TextArea
                    id={id}
                    autoSize={{ minRows: 2, maxRows: 10 }}
                    value={annex.body.en}
                    onChange={({ target }) => change(place, { body: { ...annex.body, en: target.value } })}
                  />
                )}
              </Field>
            </>
          )}
          <div className="tl-rowset">
            <Checkbox checked={annex.isCompulsory} onChange={({ target }) => change(place, { isCompulsory: target.checked })}>
              {t(text.compulsory)}
            </Checkbox>
            <Button type="text" onPress={() => setList(list.filter((_, index) => index !== place))} aria-label={`${t(text.remove)}: ${t(annex.name)}`}>
              {t(text.remove)}
            </Button>
          </div>
        </article>
      ))}
      {mayArrange && <Button onPress={add}>{t(text.addAnnex)}</Button>}
    </Page>
  );
}
