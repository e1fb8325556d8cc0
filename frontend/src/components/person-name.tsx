/** A name keeps its own direction and script, whatever surrounds it. */
export function PersonName({ children }: { children: string }) {
  return <bdi>{children}</bdi>;
}
