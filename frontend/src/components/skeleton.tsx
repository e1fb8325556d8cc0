import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

/** True after 200 ms: what comes sooner needs no sign of waiting. */
function useSlow(): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return isSlow;
}

type SkeletonProps = { rows?: number; label?: string };

/** Stands where rows will be, the first time only; a reload keeps the old rows. */
export function Skeleton({ rows = 6, label }: SkeletonProps) {
  const { t } = useTranslation();
  const isSlow = useSlow();
  if (!isSlow) return null;
  return (
    <div role="status">
      <span className="sr-only">{label ?? t("state.loading")}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="bonerow" aria-hidden="true">
          <span className="bone" />
          <span className="bone" />
          <span className="bone" />
        </div>
      ))}
    </div>
  );
}
