import { Checkbox, Input } from "antd";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
import { Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { type ItemList, type ListArea, type ListPart, whyNotList } from "../rules.ts";
import { text } from "./text.ts";
import "./handover.css";

interface EditorProps {
  readonly draft: ItemList;
  readonly onChange: (draft: ItemList) => void;
  readonly onSave: (draft: ItemList) => void;
  readonly onCancel: () => void;
  readonly isPending: boolean;
  readonly error: unknown;
}

/** A new version of the list in the making: areas, and parts with their standard and where each is found. */
export function ItemListEditor({ draft, onChange, onSave, onCancel, isPending, error }: EditorProps) {
  const { t } = useLanguage();
  const { areas, parts } = draft;
  const setArea = (index: number, area: ListArea | null) => {
    const next = areas.flatMap((one, at) => (at === index ? (area ?? []) : one));
    const known = new Set(next.map(({ key }) => key));
    onChange({ areas: next, parts: parts.map((part) => ({ ...part, areas: part.areas.filter((key) => known.has(key)) })) });
  };
  const setPart = (index: number, part: ListPart | null) => onChange({ areas, parts: parts.flatMap((one, at) => (at === index ? (part ?? []) : one)) });
  return (
    <>
      <Section title={t(text.areas)}>
        {areas.map((area, index) => (
          <div key={area.key} className="handover-list-row">
            <TextPair label={t(text.areas)} value={area.name} max={40} onChange={(name) => setArea(index, { ...area, name })} />
            <Button onPress={() => setArea(index, null)}>{t(text.remove)}</Button>
          </div>
        ))}
        <Button onPress={() => onChange({ areas: [...areas, { key: freshKey("area", areas), name: { zh: "", en: "" } }], parts })}>{t(text.addArea)}</Button>
      </Section>
      <Section title={t(text.parts)}>
        {parts.map((part, index) => (
          <div key={part.key} className="handover-list-row">
            <TextPair label={t(text.part)} value={part.name} max={40} onChange={(name) => setPart(index, { ...part, name })} />
            <TextPair label={t(text.standard)} value={part.standard} max={200} onChange={(standard) => setPart(index, { ...part, standard })} />
            <fieldset>
              <legend className="tk-quiet">{t(text.areas)}</legend>
              <Checkbox.Group
                value={[...part.areas]}
                options={areas.map(({ key, name }) => ({ value: key, label: t(name) || "—" }))}
                onChange={(chosen) => setPart(index, { ...part, areas: chosen as string[] })}
              />
            </fieldset>
            <Button onPress={() => setPart(index, null)}>{t(text.remove)}</Button>
          </div>
        ))}
        <Button
          onPress={() =>
            onChange({ areas, parts: [...parts, { key: freshKey("part", parts), name: { zh: "", en: "" }, standard: { zh: "", en: "" }, areas: areas.map(({ key }) => key) }] })
          }
        >
          {t(text.addPart)}
        </Button>
      </Section>
      <ProblemNote error={error} />
      <div className="tk-form-foot">
        <Button type="primary" loading={isPending} unless={whyNotList(draft)} onPress={() => onSave(draft)}>
          {t(text.save)}
        </Button>
        <Button onPress={onCancel}>{t(text.cancel)}</Button>
      </div>
    </>
  );
}

interface PairProps {
  readonly label: string;
  readonly value: { readonly zh: string; readonly en: string };
  readonly max: number;
  readonly onChange: (value: { readonly zh: string; readonly en: string }) => void;
}

function TextPair({ label, value, max, onChange }: PairProps) {
  const { t } = useLanguage();
  return (
    <>
      <label>
        {label} · {t(text.zh)}
        <Input value={value.zh} maxLength={max} onChange={({ target }) => onChange({ ...value, zh: target.value })} />
      </label>
      <label>
        {label} · {t(text.en)}
        <Input value={value.en} maxLength={max * 1.5} onChange={({ target }) => onChange({ ...value, en: target.value })} />
      </label>
    </>
  );
}

/** A key that no other has. */
function freshKey(stem: string, taken: readonly { readonly key: string }[]): string {
  let number = taken.length + 1;
  while (taken.some(({ key }) => key === `${stem}-${number}`)) number++;
  return `${stem}-${number}`;
}
