import { createContext, lazy, Suspense, useContext, useMemo, type ComponentType, type ReactNode } from "react";

/** A part that a later feature adds to a screen of an earlier one: its leases on the page of a unit. The app says which go where. */
export type Part<Props> = () => Promise<ComponentType<Props>>;

/** The parts of each place, in order: `unit`, `tenant`. */
export type PartsByPlace = Readonly<Record<string, readonly Part<never>[]>>;

const PartsContext = createContext<PartsByPlace>({});

export const PartsProvider = ({ parts, children }: { readonly parts: PartsByPlace; readonly children: ReactNode }) => <PartsContext value={parts}>{children}</PartsContext>;

/** Whether anything stands at a place. */
export const useHasParts = (place: string): boolean => (useContext(PartsContext)[place] ?? []).length > 0;

/** All parts of a place, each loaded when it is first shown. */
export function Parts<Props extends object>({ place, props }: { readonly place: string; readonly props: Props }) {
  const parts = useContext(PartsContext)[place];
  const components = useMemo(() => (parts ?? []).map((load) => lazy(async () => ({ default: (await load()) as unknown as ComponentType<object> }))), [parts]);
  return components.map((Component, index) => (
    <Suspense key={index} fallback={null}>
      <Component {...props} />
    </Suspense>
  ));
}
