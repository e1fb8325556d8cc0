import { Plus } from "lucide-react";
import { Button } from "@/components/button";
import { ChangedMeanwhile } from "@/components/changed-meanwhile";
import { EmptyState } from "@/components/empty-state";
import { ErrorState } from "@/components/error-state";
import { Note } from "@/components/note";
import { OfflineBanner } from "@/components/offline-banner";
import { Spinner } from "@/components/spinner";
import { ApiError, NetworkError } from "@/lib/api-error";
import { showToast } from "@/lib/toasts";
import { Spec } from "./spec";

const since = new Date("2026-11-17T10:38:00Z");
const nothing = () => undefined;
const CHANGES = [
  { name: "phone", label: "Phone", before: "+49 30 5550 2231", mine: "+49 30 5550 2231", theirs: "+49 30 5550 7788" },
  { name: "address", label: "Address", before: "", mine: "Gneisenaustr. 41", theirs: "" },
  { name: "email", label: "Email", before: "olena@mail.example", mine: "olena.s@mail.example", theirs: "o.shevchenko@mail.example" },
];

export function DesignMessages() {
  return (
    <>
      <Spec name="Note">
        <div className="stack tight">
          <Note>Signed records are amended, never overwritten.</Note>
          <Note tone="ok" title="All 200 patients are here." />
          <Note tone="bad" title="10:30 was taken a moment ago." actions={<><Button small>10:50</Button><Button small>11:20</Button></>}>Nothing you typed is lost. Next free with Dr Adeyemi:</Note>
        </div>
      </Spec>
      <Spec name="ChangedMeanwhile">
        <ChangedMeanwhile title="Tobias saved this patient while you were editing." fields={CHANGES} onKeepMine={nothing} onTakeTheirs={nothing} />
      </Spec>
      <Spec name="Toast">
        <div className="row wrap">
          <Button onClick={() => showToast({ title: "Booked: 11:20 with Dr Adeyemi.", detail: "Tue 17 Nov", action: { label: "Undo", onAction: nothing } })}>Done</Button>
          <Button onClick={() => showToast({ tone: "info", title: "13:00 moved to 13:20 at desk 2" })}>Elsewhere</Button>
          <Button onClick={() => showToast({ tone: "bad", title: "The visit could not be moved." })}>Trouble</Button>
        </div>
      </Spec>
      <Spec name="EmptyState, first use">
        <div className="sheet"><EmptyState art title="No appointments on Sunday 22 November" actions={<Button variant="primary" icon={Plus}>Book anyway</Button>}>The clinic is closed on Sundays.</EmptyState></div>
      </Spec>
      <Spec name="EmptyState, search">
        <div className="sheet"><EmptyState title="No one matches “jonsdotir”" actions={<Button icon={Plus}>Add “jonsdotir”</Button>}>Phone numbers and dates of birth work too.</EmptyState></div>
      </Spec>
      <Spec name="ErrorState">
        <div className="stack">
          <div className="sheet"><ErrorState title="The patients could not be loaded" error={new NetworkError("no answer")} onRetry={nothing} /></div>
          <div className="sheet"><ErrorState title="The diary could not be loaded" error={new ApiError(500, { success: false, error: "", code: "internal", request_id: "7f3a-91c2" })} onRetry={nothing} retrying /></div>
        </div>
      </Spec>
      <Spec name="OfflineBanner and Spinner">
        <div className="stack tight">
          <OfflineBanner since={since} />
          <p className="row meta"><Spinner /> Refreshing</p>
        </div>
      </Spec>
    </>
  );
}
