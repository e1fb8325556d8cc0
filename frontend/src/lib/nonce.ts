/** Libraries that add a <style> at run time look for the nonce of the page's security policy in this global. */
export function allowStyles(): void {
  // the attribute is hidden from selectors and getAttribute once the page is parsed; the property is not
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  if (nonce) (globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = nonce;
}
