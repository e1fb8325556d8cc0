import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, unwrap, type Appointment } from "@/lib/api";
import type { paths } from "@/lib/api-types";
import { addDays } from "@/lib/format";
import { accessToken } from "@/lib/session";

type Query = NonNullable<paths["/api/appointments"]["get"]["parameters"]["query"]>;

const PAGE = 200;
/** More than any clinic sees in a week; a list that never ends must not hold up a desk. */
const MOST_PAGES = 20;

async function everyAppointment(query: Query, signal: AbortSignal): Promise<Appointment[]> {
  const found: Appointment[] = [];
  for (let page = 0; page < MOST_PAGES; page++) {
    const last = found.at(-1);
    const { data, next } = await unwrap(api.GET("/api/appointments", { params: { query: { ...query, limit: PAGE, ...(last && { after: last.id }) } }, signal }));
    found.push(...data);
    if (!next) break;
  }
  return found;
}

/** Looking at a screen is not work: a poll never renews a session that has run out. */
const everyHalfMinute = () => (accessToken() ? 30_000 : false);

function ofDays(first: string, last: string, doctorId: number | null) {
  return {
    queryKey: ["appointments", "days", first, last, doctorId],
    queryFn: ({ signal }: { signal: AbortSignal }) => everyAppointment({ from: first, to: last, ...(doctorId && { doctor_id: doctorId }) }, signal),
  };
}

/** Everything from one day to another, both included; of all doctors, so that their counts are known whoever is looked at. */
export function useAppointmentsOfDays(first: string, last: string) {
  return useQuery({ ...ofDays(first, last, null), refetchInterval: everyHalfMinute });
}

/** Fetches the days beside the one on the screen, so that going there takes no time. */
export function useNeighbours(day: string | null) {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (day === null) return;
    const timer = setTimeout(() => {
      for (const beside of [addDays(day, 1), addDays(day, -1)]) queryClient.query({ ...ofDays(beside, beside, null), staleTime: 60_000 }).catch(() => undefined);
    }, 400);
    return () => clearTimeout(timer);
  }, [queryClient, day]);
}

/** One doctor's day, beside a form in which a time is chosen. */
export function useDoctorsDay(doctorId: number | null, day: string | null) {
  return useQuery({
    ...ofDays(day ?? "", day ?? "", doctorId),
    enabled: doctorId !== null && day !== null,
    refetchInterval: everyHalfMinute,
  });
}

export type ListQuery = Pick<Query, "from" | "to" | "doctor_id" | "patient_id" | "status" | "sort" | "limit" | "after">;

/** A page of all appointments that match. */
export function useAppointments(query: ListQuery) {
  return useQuery({
    queryKey: ["appointments", "list", query],
    queryFn: ({ signal }) => unwrap(api.GET("/api/appointments", { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: everyHalfMinute,
  });
}
