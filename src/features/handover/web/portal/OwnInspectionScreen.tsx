import { useSuspenseQuery } from "@tanstack/react-query";
import { List } from "antd-mobile";
import { linkTo, query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { MobilePage } from "#ui/mobile/index.ts";
import { getOwnPhoto } from "../../contract/facts.ts";
import { getOwnInspection } from "../../contract/inspections.ts";
import { inspectionOf, type ItemState } from "../../rules/inspection.ts";
import { conditions, inspectionParties, inspectionStages, inspectionTypes, responsibles } from "../../rules/names.ts";
import { sayValues } from "../say.ts";
import { text } from "../text.ts";
import "../handover.css";

/** One inspection of our company's units, as both signed it: what was found first, then all else. */
export function OwnInspectionScreen({ siteId, inspectionId }: { readonly siteId: string; readonly inspectionId: string }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const page = useSuspenseQuery(query(getOwnInspection, { params: { siteId, inspectionId } })).data;
  const state = inspectionOf(page.lines, page.facts);
  const stands = ({ condition, tenantSays }: ItemState) => (condition !== null && condition !== "ok") || tenantSays?.agrees === false;
  const [found, others] = [state.items.filter(stands), state.items.filter((item) => !stands(item))];
  return (
    <MobilePage title={`${t(inspectionTypes[page.type])} ${page.place}`} back={href("handover/inspections")}>
      <List header={t(inspectionStages[page.stage])}>
        {state.signatures.map((signature) => (
          <List.Item key={signature.factId} description={signature.disagreement ? t(text.reservation, { text: signature.disagreement }) : format.moment(signature.at)}>
            {t(inspectionParties[signature.party])} {signature.name}
            <img
              src={linkTo(getOwnPhoto, { params: { siteId, hash: signature.image } })}
              alt={t(text.signatureOf, { party: t(inspectionParties[signature.party]) })}
              style={{ display: "block", height: 60, maxWidth: "100%", background: "#fff" }}
            />
          </List.Item>
        ))}
      </List>
      <List header={`${t(text.defectCount)} ${found.length}`}>
        {found.map((item) => (
          <Found key={item.line.key} siteId={siteId} item={item} />
        ))}
      </List>
      <List header={t(text.meters)}>
        {state.meters.map(({ meterId, values, at }) => (
          <List.Item key={meterId} extra={sayValues(values, language)} description={format.moment(at)}>
            {page.meters.find(({ id }) => id === meterId)?.meterNo ?? meterId}
          </List.Item>
        ))}
      </List>
      <List header={t(text.keys)}>
        {state.keys.map(({ place, count }) => (
          <List.Item key={place} extra={count}>
            {place}
          </List.Item>
        ))}
      </List>
      <List header={t(text.questions)}>
        {state.questions.map((question) => (
          <List.Item key={question.id} description={question.answer?.text ?? t(text.noAnswer)}>
            {question.text}
          </List.Item>
        ))}
      </List>
      <List header={t(text.items)}>
        {others.map(({ line, condition }) => (
          <List.Item key={line.key} extra={condition ? t(conditions[condition]) : t(text.notChecked)} description={`${line.unit} · ${t(line.area)}`}>
            {t(line.part)}
          </List.Item>
        ))}
      </List>
    </MobilePage>
  );
}

function Found({ siteId, item }: { readonly siteId: string; readonly item: ItemState }) {
  const { t } = useLanguage();
  const format = useFormat();
  const { line, condition, text: said, responsible, mendBy, photos, tenantSays } = item;
  const mended = [responsible && t(responsibles[responsible]), mendBy && format.day(mendBy)].filter(Boolean).join(" · ");
  return (
    <List.Item extra={condition && t(conditions[condition])} description={[`${line.unit} · ${t(line.area)}`, mended].filter(Boolean).join(" · ")}>
      {t(line.part)} {said}
      {tenantSays?.agrees === false && <div>{t(text.disputesLine, { text: tenantSays.text })}</div>}
      {photos.length > 0 && (
        <ul className="handover-photos">
          {photos.map((hash, index) => {
            const picture = linkTo(getOwnPhoto, { params: { siteId, hash } });
            return (
              <li key={hash}>
                <a href={picture} target="_blank" rel="noreferrer">
                  <img src={picture} alt={t(text.photo, { number: index + 1, what: t(line.part) })} loading="lazy" />
                </a>
              </li>
            );
          })}
        </ul>
      )}
    </List.Item>
  );
}
