import type { ReactNode } from "react";
import { DiaryArt } from "./diary-art";

type EmptyStateProps = {
  title: ReactNode;
  /** why it is empty */
  children?: ReactNode;
  /** the next step */
  actions?: ReactNode;
  /** the first use of a screen gets the picture; a search without matches doesn't */
  art?: boolean;
};

/** What is missing, why, and the next step. */
export function EmptyState({ title, children, actions, art }: EmptyStateProps) {
  return (
    <div className="empty">
      {art && <DiaryArt />}
      <h2 className="text-base">{title}</h2>
      {children && <p>{children}</p>}
      {actions && <div className="row">{actions}</div>}
    </div>
  );
}
