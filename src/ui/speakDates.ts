import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import type { Language } from "#kernel/words.ts";

/** In which language the pickers of days speak. */
export const speakDates = (language: Language): void => void dayjs.locale(language === "zh" ? "zh-cn" : "en");
