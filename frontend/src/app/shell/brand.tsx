/** The mark: a cross of four squares around an open middle. */
export function BrandMark() {
  return (
    <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">
      <rect width="28" height="28" rx="7" fill="currentColor" />
      <path d="M11 6h6v5h5v6h-5v5h-6v-5H6v-6h5z" fill="var(--color-surface)" />
      <path d="M11 11h6v6h-6z" fill="currentColor" />
    </svg>
  );
}
