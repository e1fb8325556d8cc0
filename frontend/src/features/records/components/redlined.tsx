import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { excerpt, redline } from "@/features/records/redline";

type RedlinedProps = {
  before: string;
  after: string;
  /** all of the text, or only the surroundings of what changed */
  whole?: boolean;
};

/** One text with the other in it: what went is struck, what came is underlined, and both are said. */
export function Redlined({ before: was, after: now, whole }: RedlinedProps) {
  const { t } = useTranslation();
  const pieces = redline(was, now);
  return (
    <bdi className="redline">
      {(whole ? pieces : excerpt(pieces)).map((piece, index) => {
        // the pieces of one comparison never move
        const key = index;
        if (piece.kind === "cut") return <Fragment key={key}> <span className="cut" role="img" aria-label={t("records.left_out")}>[…]</span> </Fragment>;
        if (piece.kind === "same") return <Fragment key={key}>{piece.text}</Fragment>;
        const [Mark, word] = piece.kind === "gone" ? (["del", t("records.gone")] as const) : (["ins", t("records.added")] as const);
        // the spaces around a change are neither struck nor underlined
        const [, before = "", text = "", after = ""] = /^(\s*)(.*?)(\s*)$/su.exec(piece.text) ?? [];
        return (
          <Fragment key={key}>
            {before}
            <Mark>
              <span className="sr-only select-none">{word} </span>
              {text}
            </Mark>
            {after}
          </Fragment>
        );
      })}
    </bdi>
  );
}
