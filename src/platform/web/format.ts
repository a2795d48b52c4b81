import { createContext, useContext, useEffect, useMemo, useState } from "react";
import { sayDeadline, sayMoment, type NamedDays } from "#kernel/dueWords.ts";
import { useZone } from "./session.tsx";
import { useLanguage } from "./language.tsx";

/** How days, moments and figures are written for the person at hand, in the zone of the site at hand. */
export interface Format {
  /** `2026-03-01` as 2026-03-01 or 1 Mar 2026. */
  day(wire: string): string;
  /** A day with its weekday, without its year: 3月1日星期日. */
  longDay(wire: string): string;
  /** A moment to the minute, with its year. */
  moment(wire: string): string;
  /** A moment without its year, with its weekday: 3月1日 周日 09:30. */
  shortMoment(wire: string): string;
  time(wire: string): string;
  /** A moment in people's words, seen from now: 明天（周六，补班）10:20. */
  inWords(wire: string): string;
  /** The same as a deadline: 明天（周六，补班）10:20 前. */
  deadline(wire: string): string;
  /** How long it still is, or has been: 还剩 2 小时, 已超时 40 分钟. */
  timeLeft(wire: string): string;
  month(wire: string): string;
  number(value: number, fractionDigits?: number): string;
  percent(share: number, fractionDigits?: number): string;
  bytes(count: number): string;
  /** A span in the two largest units that say something: 2 天 3 小时. */
  minutes(count: number): string;
}

/** The days of the site that have names of their own; a moment in words tells a make-up workday from an ordinary Saturday by them. */
export const NamedDaysContext = createContext<NamedDays["days"]>(new Map());

/** Now, renewed every half minute: for what is said about time left. */
export function useNow(): Temporal.Instant {
  const [now, setNow] = useState(() => Temporal.Now.instant());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Temporal.Now.instant()), 30_000);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}

export function useFormat(): Format {
  const { locale, language } = useLanguage();
  const zone = useZone();
  const days = useContext(NamedDaysContext);
  return useMemo(() => {
    const formatter = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: "h23", ...options });
    const clock = { hour: "2-digit", minute: "2-digit" } as const;
    const iso = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
    const full = formatter({ year: "numeric", month: "short", day: "numeric", ...clock });
    const short = formatter({ month: "short", day: "numeric", weekday: "short", ...clock });
    const hours = formatter(clock);
    const day = new Intl.DateTimeFormat(locale, { timeZone: "UTC", year: "numeric", month: "short", day: "numeric" });
    const long = new Intl.DateTimeFormat(locale, { timeZone: "UTC", month: "long", day: "numeric", weekday: "long" });
    const month = new Intl.DateTimeFormat(locale, { timeZone: "UTC", year: "numeric", month: "short" });
    const at = (wire: string) => Temporal.Instant.from(wire).epochMilliseconds;
    const dayAt = (wire: string) => Temporal.PlainDate.from(wire).toZonedDateTime("UTC").epochMilliseconds;
    return {
      day: (wire) => (language === "zh" ? wire : day.format(dayAt(wire))),
      longDay: (wire) => long.format(dayAt(wire)),
      moment: (wire) => (language === "zh" ? iso.format(at(wire)) : full.format(at(wire))),
      shortMoment: (wire) => short.format(at(wire)),
      time: (wire) => hours.format(at(wire)),
      inWords: (wire) => sayMoment(Temporal.Instant.from(wire), Temporal.Now.instant(), { zone, days }, language),
      deadline: (wire) => sayDeadline(Temporal.Instant.from(wire), Temporal.Now.instant(), { zone, days }, language),
      timeLeft: (wire) => sayTimeLeft(Math.round((at(wire) - Temporal.Now.instant().epochMilliseconds) / 60_000), language),
      month: (wire) => (language === "zh" ? wire : month.format(dayAt(`${wire}-01`))),
      number: (value, fractionDigits) => new Intl.NumberFormat(locale, digits(fractionDigits)).format(value),
      percent: (share, fractionDigits = 1) => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: fractionDigits }).format(share),
      bytes: (count) => {
        const step = count < 1024 ? 0 : count < 1024 ** 2 ? 1 : 2;
        return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(count / 1024 ** step)} ${["B", "kB", "MB"][step]}`;
      },
      minutes: (count) => sayMinutes(count, language),
    };
  }, [locale, language, zone, days]);
}

const digits = (fractionDigits: number | undefined): Intl.NumberFormatOptions =>
  fractionDigits === undefined ? { maximumFractionDigits: 2 } : { minimumFractionDigits: fractionDigits, maximumFractionDigits: fractionDigits };

function sayTimeLeft(minutes: number, language: "zh" | "en"): string {
  const span = sayMinutes(minutes, language);
  if (minutes < 0) return language === "zh" ? `已超时 ${span}` : `${span} overdue`;
  return language === "zh" ? `还剩 ${span}` : `${span} left`;
}

function sayMinutes(count: number, language: "zh" | "en"): string {
  const whole = Math.round(Math.abs(count));
  const parts = [
    [Math.floor(whole / 1440), language === "zh" ? " 天" : " d"],
    [Math.floor((whole % 1440) / 60), language === "zh" ? " 小时" : " h"],
    [whole % 60, language === "zh" ? " 分钟" : " min"],
  ] as const;
  const said = parts.filter(([amount]) => amount > 0).slice(0, 2);
  return said.length > 0 ? said.map(([amount, unit]) => `${amount}${unit}`).join(" ") : `0${parts[2][1]}`;
}
