import { useIsFetching } from "@tanstack/react-query";

/** Whether appointments that are already on the screen are being asked for again. */
export function useIsRefreshing(): boolean {
  return useIsFetching({ queryKey: ["appointments"], predicate: ({ state }) => state.data !== undefined }) > 0;
}
