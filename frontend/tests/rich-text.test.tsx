import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { RichText } from "@/components/rich-text";
import "./texts";

test("an element stands where its tag stands", () => {
  const { container } = render(<RichText of="patients.delete_question" parts={{ name: <bdi>{"<b>Bobby</b> {{tables}}"}</bdi> }} />);
  expect(container.innerHTML).toBe("Delete <bdi>&lt;b&gt;Bobby&lt;/b&gt; {{tables}}</bdi>?");
});

test("an element goes around the words of its tag", () => {
  const { container } = render(<RichText of="bar.patients" values={{ total: "1,284" }} parts={{ b: <b /> }} />);
  expect(container.innerHTML).toBe("Patients <b>1,284</b>");
});

test("a value is a value, even when it looks like markup", () => {
  const { container } = render(<RichText of="bar.patients" values={{ total: "</b><i>5</i> < 6" }} parts={{ b: <b /> }} />);
  expect(container.innerHTML).toBe("Patients <b>&lt;/b&gt;&lt;i&gt;5&lt;/i&gt; &lt; 6</b>");
});
