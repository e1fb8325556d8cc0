/** The shapes of an appointment's status, which lucide draws too faintly at 14 px. */
type ShapeProps = { className?: string; "aria-hidden"?: "true" };

const frame = { viewBox: "0 0 20 20", fill: "none", stroke: "currentColor", strokeLinecap: "round", strokeLinejoin: "round" } as const;

export function RingShape(props: ShapeProps) {
  return (
    <svg {...frame} {...props}>
      <circle cx="10" cy="10" r="6.5" />
    </svg>
  );
}

export function ArrivedShape(props: ShapeProps) {
  return (
    <svg {...frame} {...props}>
      <circle cx="10" cy="10" r="7" />
      <circle cx="10" cy="10" r="3" fill="currentColor" />
    </svg>
  );
}

export function InRoomShape(props: ShapeProps) {
  return (
    <svg {...frame} {...props}>
      <circle cx="10" cy="10" r="6.5" />
      <path d="M10 3.500a6.5 6.5 0 0 1 0 13z" fill="currentColor" />
    </svg>
  );
}

export function NoShowShape(props: ShapeProps) {
  return (
    <svg {...frame} {...props}>
      <circle cx="10" cy="10" r="7" />
      <path d="m7.500 7.500 5 5m0-5-5 5" />
    </svg>
  );
}
