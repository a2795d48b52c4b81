import { problems } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";

export const fileProblems = problems("files", {
  empty: { status: 422, words: words("文件“{name}”是空的。", "The file “{name}” is empty.") },
  tooLarge: { status: 413, words: words("文件“{name}”超过上限 {megabytes} MB。", "The file “{name}” is larger than {megabytes} MB.") },
  typeRefused: {
    status: 415,
    words: words(
      "不接受文件“{name}”。可上传图片、PDF、Word、Excel、PowerPoint、CSV、纯文本、录音、录像和 DWG 图纸。",
      "The file “{name}” is not accepted. Upload pictures, PDF, Word, Excel, PowerPoint, CSV, plain text, sound, film or DWG drawings.",
    ),
  },
  nameMisleads: { status: 415, words: words("文件“{name}”的内容与扩展名不符。", "The content of “{name}” is not what its extension says.") },
  hasMacros: { status: 415, words: words("文件“{name}”含有宏，请另存为不含宏的文件。", "The file “{name}” carries macros. Save it without them first.") },
  swells: { status: 415, words: words("文件“{name}”解压后过大或内容过多。", "The file “{name}” would unpack to too much.") },
  notFound: { status: 404, words: words("没有这个文件。", "No such file.") },
});
