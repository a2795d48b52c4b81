import type { Fen } from "#kernel/money.ts";

const digits = "零壹贰叁肆伍陆柒捌玖";
const places = ["", "拾", "佰", "仟"];
const groups = ["", "万", "亿", "万亿"];

/** An amount as it is written on receipts: `陆拾万零叁元伍角整`. Standards of the People's Bank for vouchers. */
export function chineseAmount(amount: Fen): string {
  const text = String(Math.abs(amount)).padStart(3, "0");
  const whole = wholeYuan(text.slice(0, -2).replace(/^0+/, ""));
  const [jiao, cent] = [text.charCodeAt(text.length - 2) - 48, text.charCodeAt(text.length - 1) - 48] as const;
  const broken = jiao === 0 && cent === 0 ? "整" : `${jiao === 0 ? (whole ? "零" : "") : `${digits[jiao]}角`}${cent === 0 ? "整" : `${digits[cent]}分`}`;
  const said = whole ? `${whole}元${broken}` : broken === "整" ? "零元整" : broken;
  return amount < 0 ? `负${said}` : said;
}

function wholeYuan(text: string): string {
  if (text === "") return "";
  const parts = text.padStart(Math.ceil(text.length / 4) * 4, "0").match(/.{4}/g) ?? [];
  let said = "";
  let owesZero = false;
  for (const [place, part] of parts.entries()) {
    const group = groupOf(part);
    if (group === "") {
      owesZero = said !== "";
      continue;
    }
    said += `${said !== "" && (owesZero || part.startsWith("0")) ? "零" : ""}${group}${groups[parts.length - 1 - place]}`;
    owesZero = false;
  }
  return said;
}

function groupOf(part: string): string {
  let said = "";
  let owesZero = false;
  for (let place = 0; place < 4; place++) {
    const digit = part.charCodeAt(place) - 48;
    if (digit === 0) {
      owesZero = said !== "";
      continue;
    }
    said += `${owesZero ? "零" : ""}${digits[digit]}${places[3 - place]}`;
    owesZero = false;
  }
  return said;
}
