/** The one picture of the product: a day in the diary, a column per doctor, drawn with nobody in it.
    Each block is [start, length, type], in quarters of an hour from the top. */
type Block = [at: number, length: number, type: keyof typeof SPINES];

const SPINES = { check: "#3D9BE3", new: "#F3823D", proc: "#BD7BA6", phone: "#62E3B6", child: "#ECC445", other: "#AAB5B8" };

const COLUMNS: Block[][] = [
  [[4, 6, "child"], [10, 6, "check"], [16, 2, "phone"], [18, 3, "other"], [21, 2, "proc"], [25, 6, "check"], [31, 4, "check"], [37, 2, "check"], [39, 6, "new"]],
  [[2, 4, "check"], [6, 3, "new"], [11, 2, "check"], [13, 4, "new"], [17, 2, "check"], [19, 4, "phone"], [23, 4, "check"], [27, 4, "proc"], [35, 2, "check"], [37, 2, "other"]],
  [[0, 4, "child"], [4, 6, "other"], [10, 6, "proc"], [16, 2, "other"], [18, 2, "child"], [20, 2, "check"], [22, 6, "check"], [28, 3, "check"], [31, 4, "proc"], [39, 3, "check"]],
  [[16, 3, "proc"], [19, 2, "proc"], [21, 2, "other"], [23, 4, "phone"], [27, 3, "phone"], [30, 2, "child"], [36, 6, "check"]],
  [[4, 6, "check"], [10, 4, "check"], [14, 2, "check"], [18, 4, "new"], [26, 3, "check"], [29, 4, "check"], [33, 2, "new"], [39, 4, "new"]],
  [[2, 2, "check"], [4, 6, "phone"], [10, 4, "proc"], [18, 4, "proc"], [22, 4, "check"], [26, 2, "phone"], [30, 2, "check"], [32, 2, "check"], [36, 3, "check"], [39, 3, "other"]],
];

const NOW = 14.5;
const WORDS = [40, 52, 64, 72];

export function DiaryPlate() {
  return (
    <aside className="plate" aria-hidden="true">
      <svg viewBox="0 0 720 720" preserveAspectRatio="xMinYMin slice" fill="currentColor">
        {Array.from({ length: 11 }, (_, hour) => (
          <path key={hour} d={`M0 ${40 + hour * 64}h720`} stroke="currentColor" opacity=".09" />
        ))}
        {COLUMNS.map((blocks, column) =>
          blocks.map(([at, length, type]) => <PlateBlock key={`${column}-${at}`} x={10 + column * 120} at={at} length={length} type={type} />),
        )}
        <path d={`M0 ${40 + NOW * 16}h720`} stroke="#FF8A7A" strokeWidth="2" />
      </svg>
    </aside>
  );
}

type PlateBlockProps = { x: number; at: number; length: number; type: keyof typeof SPINES };

/** What is over has nearly faded. */
function PlateBlock({ x, at, length, type }: PlateBlockProps) {
  const y = 41 + at * 16;
  const height = length * 16 - 3;
  return (
    <g opacity={at + length <= NOW - 0.5 ? 0.35 : 1}>
      <rect x={x} y={y} width="104" height={height} rx="4" fill="#fff" opacity=".1" />
      <rect x={x} y={y} width="4" height={height} rx="2" fill={SPINES[type]} />
      <rect x={x + 14} y={y + 9} width={WORDS[(at + length) % WORDS.length]} height="5" rx="2.5" fill="#fff" opacity=".42" />
    </g>
  );
}
