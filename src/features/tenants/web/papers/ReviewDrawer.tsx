import { Form, Input, Radio } from "antd";
import { linkTo, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { getPaperFile, reviewPaper } from "../../contract/papers.ts";
import { paperKinds } from "../../rules/papers.ts";
import type { PaperReply } from "./PapersPart.tsx";
import { text } from "./text.ts";

interface ReviewValues {
  readonly result: "accepted" | "refused";
  readonly refusal?: string;
  readonly documentNo?: string;
  readonly validFrom?: string | null;
  readonly validTo?: string | null;
}

/** Checks a paper beside its scan: number, validity, result. Manual 2.1.1-2. */
export function ReviewDrawer({ siteId, paper, onClose }: { readonly siteId: string; readonly paper: PaperReply; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const [form] = Form.useForm<ReviewValues>();
  const result = Form.useWatch("result", form) ?? "accepted";
  const review = useCommand(reviewPaper, { onDone: onClose });
  return (
    <FormDrawer<ReviewValues>
      form={form}
      title={t(text.reviewTitle, { paper: t(paperKinds[paper.kind]) })}
      open
      onClose={onClose}
      initial={{ result: "accepted", documentNo: paper.documentNo, validFrom: paper.validFrom, validTo: paper.validTo }}
      onSubmit={({ result: chosen, refusal = "", documentNo = "", validFrom, validTo }) =>
        review.mutate({
          params: { siteId, paperId: paper.id },
          body: { result: chosen, refusal: chosen === "refused" ? refusal : "", documentNo, validFrom: validFrom || null, validTo: validTo || null, version: paper.version },
        })
      }
      isPending={review.isPending}
      error={review.error}
    >
      <p>
        <a href={linkTo(getPaperFile, { params: { siteId, paperId: paper.id } })} target="_blank" rel="noreferrer">
          {t(text.open)}: {paper.fileName}
        </a>
      </p>
      <Form.Item name="result" label={t(text.result)}>
        <Radio.Group
          options={[
            { value: "accepted", label: t(text.accept) },
            { value: "refused", label: t(text.refuse) },
          ]}
        />
      </Form.Item>
      {result === "refused" && (
        <Form.Item name="refusal" label={t(text.refusal)} rules={[{ required: true, whitespace: true }]}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      )}
      <Form.Item name="documentNo" label={t(text.documentNo)}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="validFrom" label={t(text.validFrom)}>
        <DayInput />
      </Form.Item>
      <Form.Item name="validTo" label={t(text.validTo)}>
        <DayInput />
      </Form.Item>
    </FormDrawer>
  );
}
