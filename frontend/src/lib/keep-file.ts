/** Hands a file to the browser, which asks where to keep it or puts it among the downloads. */
export function keepFile(contents: Blob, name: string): void {
  const url = URL.createObjectURL(contents);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // the browser needs the address a moment longer than the click
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
