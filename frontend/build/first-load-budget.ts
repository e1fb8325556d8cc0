import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** What is fetched before the day can be used in English: the entry, its words and the diary. */
const FIRST_PAGES = [/src\/locales\/en\/day\.ts$/, /src\/pages\/appointments\.tsx$/];

type Chunk = { type: "chunk"; fileName: string; code: string; isEntry: boolean; facadeModuleId: string | null; imports: string[] };

/** Prints the gzipped JavaScript of the first load, and fails the build that breaks the budget. */
export function firstLoadBudget(budget: number): Plugin {
  return {
    name: "first-load-budget",
    apply: "build",
    generateBundle(_options, bundle) {
      const chunks = new Map(Object.values(bundle).flatMap((file) => (file.type === "chunk" ? [[file.fileName, file as Chunk]] : [])));
      const needed = new Set<string>();
      const need = (fileName: string) => {
        if (needed.has(fileName)) return;
        needed.add(fileName);
        chunks.get(fileName)?.imports.forEach(need);
      };
      for (const { fileName, isEntry, facadeModuleId } of chunks.values()) {
        if (isEntry || FIRST_PAGES.some((page) => page.test(facadeModuleId ?? ""))) need(fileName);
      }
      const bytes = [...needed].reduce((sum, fileName) => sum + gzipSync(chunks.get(fileName)?.code ?? "").length, 0);
      const words = `first load: ${(bytes / 1000).toFixed(1)} kB of JavaScript (gzip), budget ${budget / 1000} kB`;
      if (bytes > budget) this.error(words);
      this.info(words);
    },
  };
}
