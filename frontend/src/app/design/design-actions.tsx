import { CalendarDays, Ellipsis, Pencil, Plus, Trash2, TriangleAlert, Upload } from "lucide-react";
import { useState } from "react";
import { Button, ButtonLink } from "@/components/button";
import { Chip } from "@/components/chip";
import { IconButton } from "@/components/icon-button";
import { Kbd } from "@/components/kbd";
import { Menu } from "@/components/menu";
import { STATUS_LOOK, StatusChip, type AppointmentStatus } from "@/components/status-chip";
import { Tabs } from "@/components/tabs";
import { Toggle } from "@/components/toggle";
import { Spec } from "./spec";

const nothing = () => undefined;

export function DesignActions() {
  const [isActive, setActive] = useState(true);
  return (
    <>
      <Spec name="Button">
        <div className="stack tight">
          <div className="row wrap">
            <Button variant="primary" icon={Plus} kbd="n">Add patient</Button>
            <Button>Default</Button>
            <Button variant="quiet" icon={Upload}>Quiet</Button>
            <Button variant="danger">Danger</Button>
          </div>
          <div className="row wrap">
            <Button variant="primary" busy busyLabel="Saving">Save changes</Button>
            <Button busy>Try again</Button>
            <Button disabled>Disabled</Button>
            <Button variant="quiet" disabled>Quiet</Button>
            <Button small>Small</Button>
            <ButtonLink to="/design">A link</ButtonLink>
          </div>
        </div>
      </Spec>
      <Spec name="IconButton and Menu">
        <div className="row wrap">
          <IconButton icon={CalendarDays} label="Book for Ana Ruiz" />
          <IconButton icon={Pencil} small label="Edit Ana Ruiz" />
          <Menu
            trigger={<IconButton icon={Ellipsis} label="More for Ana Ruiz" />}
            items={[
              { key: "edit", label: "Edit", icon: Pencil, onSelect: nothing },
              { key: "book", label: "Book a visit", icon: CalendarDays, onSelect: nothing },
              { key: "off", label: "Not now", disabled: true, onSelect: nothing },
              { key: "delete", label: "Delete patient", icon: Trash2, danger: true, onSelect: nothing },
            ]}
          />
        </div>
      </Spec>
      <Spec name="Toggle">
        <div className="row wrap">
          <Toggle pressed={isActive} onChange={setActive}>Active</Toggle>
          <Toggle pressed={!isActive} onChange={(pressed) => setActive(!pressed)}>Archived</Toggle>
        </div>
      </Spec>
      <Spec name="Tabs and segments">
        <div className="stack">
          <Tabs label="Patient" current="visits" tabs={[{ key: "overview", label: "Overview", to: "/design" }, { key: "visits", label: "Visits", to: "/design", count: 14 }, { key: "records", label: "Records", to: "/design", count: 6 }]} />
          <div>
            <Tabs look="segments" label="View" current="day" tabs={[{ key: "day", label: "Day", to: "/design" }, { key: "week", label: "Week", to: "/design" }]} />
          </div>
        </div>
      </Spec>
      <Spec name="StatusChip">
        <div className="row wrap">
          {(Object.keys(STATUS_LOOK) as AppointmentStatus[]).map((status) => <StatusChip key={status} status={status} />)}
        </div>
      </Spec>
      <Spec name="Chip and Kbd">
        <div className="row wrap">
          <Chip>Plain</Chip>
          <Chip tone="ok">Well</Chip>
          <Chip tone="warn">Soon</Chip>
          <Chip tone="bad" icon={TriangleAlert}>Penicillin</Chip>
          <Chip tone="info">Guardian</Chip>
          <Chip tone="accent">New</Chip>
          <Kbd keys="Ctrl Enter" />
          <Kbd keys="n" />
        </div>
      </Spec>
    </>
  );
}
