import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { cx } from "@/lib/cx";

const KINDS = ".csv,.tsv,.txt,.json,.ndjson,.jsonl";

/** A file is dropped here or chosen; either way the server looks at it first and changes nothing. */
export function ChooseFile({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);

  const take = (file: File | undefined) => {
    setOver(false);
    if (file) onFile(file);
  };

  return (
    // dropping is a second way in; the button is the one that everybody can use
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={cx("sheet drop", isOver && "over")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        take(event.dataTransfer.files[0]);
      }}
    >
      <div className="empty">
        <Icon of={FileUp} />
        <h2 className="text-base">{t("imports.choose_title")}</h2>
        <p>{t("imports.choose_text")}</p>
        <div className="row">
          <Button variant="primary" onClick={() => input.current?.click()}>{t("imports.choose")}</Button>
          <span className="meta max-tablet:hidden">{t("imports.or_drop")}</span>
        </div>
        <p className="meta">{t("imports.preview_first")}</p>
        <input
          ref={input}
          type="file"
          hidden
          accept={KINDS}
          aria-label={t("imports.choose")}
          onChange={(event) => {
            take(event.target.files?.[0]);
            event.target.value = ""; // the same file, mended, can be chosen again
          }}
        />
      </div>
    </div>
  );
}
