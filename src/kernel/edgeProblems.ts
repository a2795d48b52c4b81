import { problems } from "./problem.ts";
import { words } from "./words.ts";

/** What the HTTP edge itself refuses, before or after any feature. */
export const edgeProblems = problems("edge", {
  signInNeeded: { status: 401, words: words("请先登录。", "Please sign in.") },
  notAllowed: { status: 403, words: words("您没有此操作的权限（{right}）。请联系项目经理。", "You do not hold the right to do this ({right}). Ask your site manager.") },
  crossSite: { status: 403, words: words("请求来自其他网站，已拒绝。", "The request came from another website and was refused.") },
  notFound: { status: 404, words: words("没有找到。它可能已被移走，或不在您的范围内。", "Not found. It may have moved, or lies outside what you may see.") },
  tooLarge: { status: 413, words: words("内容太大，上限 {limit}。", "Too large: the limit is {limit}.") },
  wrongType: { status: 415, words: words("不支持这种内容类型。", "This content type is not supported.") },
  invalid: { status: 422, words: words("有内容填写不正确，请按提示修改。", "Some of what was entered is not valid; see each field.") },
  stale: { status: 409, words: words("内容已被他人修改，请刷新后重试。", "Somebody changed this in the meantime. Reload and try again.") },
  tooMany: { status: 429, words: words("操作太频繁，请在 {seconds} 秒后再试。", "Too many requests. Try again in {seconds} seconds.") },
  unexpected: {
    status: 500,
    words: words("系统出错，已记录（编号 {requestId}）。请稍后再试。", "Something went wrong on our side and was logged (no. {requestId}). Try again shortly."),
  },
  unavailable: { status: 503, words: words("系统正在启动或维护，请稍后再试。", "The system is starting or under maintenance. Try again shortly.") },
});

/** A field of the input that does not decode; `pointer` is a JSON pointer into `part` of the request. */
export interface FieldError {
  readonly part: "query" | "body";
  readonly pointer: string;
  readonly message: string;
}
