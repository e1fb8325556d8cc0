import { useTranslation } from "react-i18next";
import { useSlow } from "@/lib/slow";

type SkeletonProps = { rows?: number; label?: string; shape?: "rows" | "facts" };

/** Stands where rows or facts will be, the first time only; a reload keeps the old ones. */
export function Skeleton({ rows = 6, label, shape = "rows" }: SkeletonProps) {
  const { t } = useTranslation();
  const isSlow = useSlow(true);
  if (!isSlow) return null;
  return (
    <div role="status">
      <span className="sr-only">{label ?? t("state.loading")}</span>
      {shape === "rows" ? <Rows count={rows} /> : <Facts count={rows} />}
    </div>
  );
}

function Rows({ count }: { count: number }) {
  return Array.from({ length: count }, (_, row) => (
    <div key={row} className="bonerow" aria-hidden="true">
      <span className="bone" />
      <span className="bone" />
      <span className="bone" />
    </div>
  ));
}

/** A short label over a longer value each. */
function Facts({ count }: { count: number }) {
  return (
    <div className="bonefacts" aria-hidden="true">
      {Array.from({ length: count }, (_, fact) => (
        <div key={fact}>
          <span className="bone" />
          <span className="bone" />
        </div>
      ))}
    </div>
  );
}
