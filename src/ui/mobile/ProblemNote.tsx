import { useProblemSentences } from "../problemSentences.ts";

/** Says why a command failed; nothing while it has not. */
export function ProblemNote({ error }: { readonly error: unknown }) {
  const sentences = useProblemSentences();
  if (!error) return null;
  return (
    <div role="alert" className="tkm-problem">
      <ul>
        {sentences(error).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
