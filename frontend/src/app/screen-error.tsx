import { RefreshCw, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";

/** In the place of a screen that broke, or whose code could not be fetched: the rest of the product goes on around it. */
export function ScreenError() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <div className="sheet empty failed" role="alert">
        <Icon of={TriangleAlert} />
        <h1 className="text-lg">{t("error.screen_title")}</h1>
        <p>{t("error.screen_text")}</p>
        <div className="row">
          <Button icon={RefreshCw} onClick={() => window.location.reload()}>{t("error.reload")}</Button>
        </div>
      </div>
    </div>
  );
}
