import { DesignActions } from "./design-actions";
import { DesignFields } from "./design-fields";
import { DesignLists } from "./design-lists";
import { DesignMessages } from "./design-messages";
import { DesignOver } from "./design-over";
import { DesignSwitches } from "./design-switches";
import { Toaster } from "@/components/toaster";

/* The page of the parts is for those who build, so its words are not translated and people in it are invented. */

/** Every part in every state. Development only. */
export default function DesignPage() {
  return (
    <main className="page">
      <div className="pagehead">
        <h1>Parts</h1>
        <span className="meta">Every part in every state</span>
        <div className="row push">
          <DesignSwitches />
        </div>
      </div>
      <div className="columns-1 gap-6 tablet:columns-2 wide:columns-3">
        <DesignActions />
        <DesignFields />
        <DesignLists />
        <DesignMessages />
        <DesignOver />
      </div>
      <Toaster />
    </main>
  );
}
