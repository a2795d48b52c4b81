import { CheckCircleOutlined } from "@ant-design/icons";
import { createContext, useCallback, useContext, useState, type ReactNode } from "react";

const ToastContext = createContext<(said: string) => void>(() => undefined);

const shownForMs = 4000;

/** Shows in passing that something is done; screen readers hear it without losing their place. Refusals never come this way: they stay where they belong. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly { readonly key: number; readonly said: string }[]>([]);
  const show = useCallback((said: string) => {
    const key = performance.now();
    setToasts((all) => [...all, { key, said }]);
    window.setTimeout(() => setToasts((all) => all.filter((toast) => toast.key !== key)), shownForMs);
  }, []);
  return (
    <ToastContext value={show}>
      {children}
      <div className="tk-toasts tk-no-print" role="status">
        {toasts.map(({ key, said }) => (
          <p key={key}>
            <CheckCircleOutlined aria-hidden /> {said}
          </p>
        ))}
      </div>
    </ToastContext>
  );
}

/** Says in passing that something is done. */
export const useToast = (): ((said: string) => void) => useContext(ToastContext);
