import { TriangleAlert } from "lucide-react";
import { useEffect, useRef, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "./icon";

export type SummaryError = { name: string; label: string };

type ErrorSummaryProps = {
  errors: SummaryError[];
  /** how often the form was submitted; each failed try brings the focus here (react-hook-form's submitCount) */
  attempt: number;
};

/** On top of a form that can't be saved yet: how many fields, and a link to each. */
export function ErrorSummary({ errors, attempt }: ErrorSummaryProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const answered = useRef(0);

  useEffect(() => {
    if (attempt <= answered.current || errors.length === 0) return;
    answered.current = attempt;
    box.current?.focus();
  }, [attempt, errors.length]);

  if (attempt === 0 || errors.length === 0) return null;

  const goTo = (event: MouseEvent<HTMLAnchorElement>, name: string) => {
    event.preventDefault();
    const control = event.currentTarget.closest("form")?.elements.namedItem(name);
    const first = control instanceof RadioNodeList ? control[0] : control;
    if (first instanceof HTMLElement) first.focus();
  };

  return (
    <div ref={box} className="note bad" role="alert" tabIndex={-1}>
      <Icon of={TriangleAlert} />
      <div>
        <strong>{t("form.fields_need_a_look", { count: errors.length })}</strong>
        <ul className="links">
          {errors.map(({ name, label }) => (
            <li key={name}>
              <a href={`#${name}`} onClick={(event) => goTo(event, name)}>
                {label}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
