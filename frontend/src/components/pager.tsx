import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormats } from "@/lib/format";
import { Button } from "./button";
import { Icon } from "./icon";

type PagerProps = {
  /** place of the first and last row shown, counted from 1 */
  from: number;
  to: number;
  total: number;
  /** the total is "at least" */
  isMinimum?: boolean;
  onPrevious?: (() => void);
  onNext?: (() => void);
};

/** Under a list: where one is, and on and back. */
export function Pager({ from, to, total, isMinimum, onPrevious, onNext }: PagerProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const values = { from: format.number(from), to: format.number(to), total: format.number(total) };
  return (
    <div className="listfoot">
      <p className="meta" role="status">{isMinimum ? t("pager.range_minimum", values) : t("pager.range", values)}</p>
      {(onPrevious ?? onNext) && (
        <nav className="row push" aria-label={t("pager.label")}>
          <Button small disabled={!onPrevious} onClick={onPrevious}>
            <Icon of={ChevronLeft} small directed />
            {t("pager.previous")}
          </Button>
          <Button small disabled={!onNext} onClick={onNext}>
            {t("pager.next")}
            <Icon of={ChevronRight} small directed />
          </Button>
        </nav>
      )}
    </div>
  );
}
