/** An empty place in the diary: the picture of "nothing here yet". */
export function DiaryArt() {
  return (
    <svg className="art" width="120" height="72" viewBox="0 0 120 72" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M8 12h104M8 36h104M8 60h104M42 4v64M78 4v64" opacity=".35" />
      <rect x="45" y="18" width="30" height="24" rx="3" strokeDasharray="4 3" />
      <path d="M60 25v10M55 30h10" />
    </svg>
  );
}
