/**
 * Whether a password is among those that are tried first: a common word or a few with digits around it, one character or a short
 * piece repeated, a run along the alphabet, the digits or the keyboard, or a date. Letters disguised as digits are seen through.
 */
export function isGuessable(password: string): boolean {
  const typed = password.toLowerCase();
  const plain = undisguised(typed);
  return isRepeated(typed) || isRuns(typed) || [typed, plain].some((text) => isWordsAndDigits(text)) || new Set(typed).size <= 3;
}

const disguises: Readonly<Record<string, string>> = { "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", $: "s", "!": "i" };

function undisguised(text: string): string {
  return text.replaceAll(/[013457@$!](?=.*[a-z])/g, (sign) => disguises[sign] ?? sign);
}

/** `abcabcabc`, `aaaaaaaaaa`, `20262026`. */
function isRepeated(text: string): boolean {
  return /^(.{1,5}?)\1+.{0,2}$/.test(text);
}

const rows = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "qazwsxedcrfvtgbyhnujmikolp",
  "!@#$%^&*()",
  "1q2w3e4r5t6y7u8i9o0p",
  "147258369",
  "159357",
  "zaq1xsw2cde3vfr4",
];
const walks = rows.flatMap((row) => [row, [...row].reverse().join("")]);

/** Whether the text is made of stretches of four and more along the alphabet, the digits or the keyboard, but for three characters. */
function isRuns(text: string): boolean {
  let loose = 0;
  for (let at = 0; at < text.length;) {
    const length = longestRun(text, at);
    if (length >= 3) at += length;
    else {
      at += 1;
      loose += 1;
    }
  }
  return loose <= 3;
}

function longestRun(text: string, at: number): number {
  let length = 0;
  while (at + length < text.length && walks.some((walk) => walk.includes(text.slice(at, at + length + 1)))) length += 1;
  return length;
}

/** Whether nothing but common words, years, short digits and signs is there. */
function isWordsAndDigits(text: string): boolean {
  const rest = commonWords.reduce((left, word) => left.replaceAll(word, " "), text);
  const letters = rest.replaceAll(/[\s\d!-/:-@[-`{-~]/g, "");
  const isTouched = rest !== text;
  const digits = rest.replaceAll(/\D/g, "").length;
  return letters.length <= (isTouched ? 2 : 0) && (isTouched ? digits <= 8 : text.length < 15);
}

/** The stems of the passwords that leaks show most often, in English, in pinyin and of this trade; longest first so that none hides in another. */
const commonWords = (
  "password passwort passw0rd parola contrasena motdepasse senha administrator administrador admin root superuser sysadmin letmein welcome changeme secret default guest " +
  "qwerty qwertz azerty asdf zxcv login master user test testing temp demo sample example access abc123 abcd iloveyou loveyou lovely love forever sunshine princess dragon monkey " +
  "shadow superman batman spiderman ironman pokemon football baseball basketball soccer hockey liverpool arsenal chelsea barcelona realmadrid juventus manchester jordan michael " +
  "jennifer jessica ashley nicole daniel thomas andrew joshua matthew anthony william charlie george robert hunter killer computer internet windows linux android iphone samsung " +
  "google facebook twitter wechat weixin taobao alibaba tencent huawei xiaomi apple orange banana cookie chocolate summer winter spring autumn january february march april june july " +
  "august september october november december monday tuesday wednesday thursday friday saturday sunday flower butterfly angel angels heaven freedom whatever trustno1 starwars matrix " +
  "mustang corvette ferrari porsche mercedes harley yamaha ginger pepper buster maggie tigger bailey cheese purple yellow silver golden diamond crystal phoenix eagle tiger lion wolf " +
  "panda money business company office manager service tower building property towerkeep lounuo wuye louyu dasha xiezilou keting kefu guanliyuan mima woaini woaiwo woaini1314 aini " +
  "5201314 520520 1314520 1314521 7758521 7758258 woshi nihao zhongguo china beijing shanghai shenzhen guangzhou hangzhou zhang wang li liu chen yang zhao huang zhou wuxi xiaoming " +
  "baobao laopo laogong mama baba jiayou facai gongxi kuaile xingfu meinv shuaige tianshi long feng hello world please thankyou blink182 nirvana metallica slipknot qazwsx 1qaz2wsx"
)
  .split(" ")
  .toSorted((a, b) => b.length - a.length);
