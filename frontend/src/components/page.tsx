import type { ReactNode } from "react";
import { usePageTitle } from "@/lib/page-title";

type PageProps = {
  title: string;
  /** the title as it is shown, where it is more than words: a name in its own script */
  heading?: ReactNode;
  /** a count or a date beside the title */
  meta?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

/** A screen: it names the document and the heading that receives the focus when one arrives here. */
export function Page({ title, heading = title, meta, actions, children }: PageProps) {
  usePageTitle(title);
  return (
    <div className="page">
      <div className="pagehead">
        <h1 tabIndex={-1}>{heading}</h1>
        {meta && <span className="meta">{meta}</span>}
        {actions && <div className="row push">{actions}</div>}
      </div>
      {children}
    </div>
  );
}
