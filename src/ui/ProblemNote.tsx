import { Alert } from "antd";
import { useProblemSentences } from "./problemSentences.ts";

/** Says why a command failed; nothing while it has not. Screen readers hear it at once. */
export function ProblemNote({ error, onClose }: { readonly error: unknown; readonly onClose?: () => void }) {
  const sentences = useProblemSentences();
  if (!error) return null;
  const list = sentences(error);
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      className="tk-problem"
      {...(onClose ? { closable: true, onClose } : {})}
      title={
        list.length === 1 ? (
          list[0]
        ) : (
          <ul>
            {list.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )
      }
    />
  );
}
