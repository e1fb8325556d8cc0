import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

export const PAGE = 50;

export type RecordFilter = {
  patient_id?: number | undefined;
  doctor_id?: number | undefined;
  from?: string | undefined;
  to?: string | undefined;
  sort: "record_date" | "-record_date";
  after?: number | undefined;
};

/** The records one may read, a page at a time. */
export function useRecords(filter: RecordFilter) {
  return useQuery({
    queryKey: ["records", "list", filter],
    queryFn: ({ signal }) => unwrap(api.GET("/api/records", { params: { query: { limit: PAGE, ...filter } }, signal })),
    placeholderData: keepPreviousData,
  });
}
