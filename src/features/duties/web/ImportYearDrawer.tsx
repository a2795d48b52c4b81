import { Drawer, Form, Input } from "antd";
import { useRef } from "react";
import { type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
import { CommandForm } from "#ui/FormDrawer.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { importYear, readYear } from "../contract.ts";
import { text } from "./text.ts";

type Reading = ReplyOf<typeof readYear>;
type HolidayDayReply = Reading["days"][number];

/** Reads a year from a file, shows what it says and what is wrong with it, and announces it once confirmed. */
export function ImportYearDrawer({ onClose, onImported }: { readonly onClose: () => void; readonly onImported: (year: number) => void }) {
  const { t } = useLanguage();
  const picker = useRef<HTMLInputElement>(null);
  const read = useCommand(readYear);
  return (
    <Drawer title={t(text.importYear)} open onClose={onClose} size={640} className="tk-drawer">
      <div className="tk-stack calendar-import">
        <p>{t(text.importHint)}</p>
        <div>
          <Button type="primary" loading={read.isPending} onPress={() => picker.current?.click()}>
            {t(text.chooseFile)}
          </Button>
          <input
            ref={picker}
            type="file"
            accept=".json,.csv,.xlsx"
            aria-label={t(text.chooseFile)}
            className="tk-visually-hidden"
            tabIndex={-1}
            onChange={({ currentTarget }) => {
              const file = currentTarget.files?.[0];
              if (file) read.mutate({ body: file });
              currentTarget.value = "";
            }}
          />
        </div>
        <ProblemNote error={read.error} />
        {read.data && <ReadingShown key={JSON.stringify(read.data)} reading={read.data} onClose={onClose} onImported={onImported} />}
      </div>
    </Drawer>
  );
}

function ReadingShown({ reading, onClose, onImported }: { readonly reading: Reading; readonly onClose: () => void; readonly onImported: (year: number) => void }) {
  const { t, language } = useLanguage();
  const { year, days, problems, papers, added, removed, isKnown } = reading;
  const announce = useCommand(importYear, {
    onDone: ({ year: imported }) => {
      onImported(imported);
      onClose();
    },
  });
  if (problems.length > 0 || year === null) {
    return (
      <section>
        <p className="tk-error-text">{t(text.rowProblems, { count: problems.length })}</p>
        <ul className="year-problems">
          {problems.map(({ row, words }, index) => (
            <li key={`${row} ${index}`}>{words[language]}</li>
          ))}
        </ul>
      </section>
    );
  }
  return (
    <>
      <p>
        <strong>{t(text.readingOf, { year, off: days.filter(({ isOffDay }) => isOffDay).length, made: days.filter(({ isOffDay }) => !isOffDay).length })}</strong>
      </p>
      {isKnown && <p>{t(text.replaces, { year })}</p>}
      {isKnown && added.length + removed.length === 0 && <p>{t(text.sameAsKnown)}</p>}
      {added.length > 0 && <DayList title={t(isKnown ? text.addedDays : text.previewDays)} days={added} />}
      {removed.length > 0 && <DayList title={t(text.removedDays)} days={removed} />}
      <CommandForm<{ notice: string }>
        onSubmit={({ notice }) => announce.mutate({ params: { year }, body: { notice, papers, days } })}
        onCancel={onClose}
        isPending={announce.isPending}
        error={announce.error}
        submit={text.confirmImport}
      >
        <Form.Item name="notice" label={t(text.noticeNo)} extra={t(text.noticeNoHint)} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={100} />
        </Form.Item>
      </CommandForm>
    </>
  );
}

function DayList({ title, days }: { readonly title: string; readonly days: readonly HolidayDayReply[] }) {
  const { t } = useLanguage();
  return (
    <section>
      <h3>{title}</h3>
      <ul className="year-days">
        {days.map(({ date, name, isOffDay }) => (
          <li key={date}>
            <span className={`year-day ${isOffDay ? "calendar-off" : "calendar-makeup"}`}>
              {date} {t(isOffDay ? text.offAs : text.makeupFor, { name })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
