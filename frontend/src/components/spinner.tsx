/** Turns while something is under way. The word beside it says what. */
export function Spinner() {
  return <span className="spin" aria-hidden="true" />;
}
