// Room for Databricks' sign-in page and for most identity providers without scrolling.
const widthPx = 620;
const heightPx = 760;

/**
 * Opens the window of a sign-in. To be called in the click itself: browsers block what is opened later.
 *
 * @returns `undefined` when the browser blocked it.
 */
export function openPopup(): Window | undefined {
  const left = window.screenX + Math.max(0, window.outerWidth - widthPx) / 2;
  const top = window.screenY + Math.max(0, window.outerHeight - heightPx) / 2;
  const popup = window.open(
    'about:blank',
    '_blank',
    `popup,width=${widthPx},height=${heightPx},left=${Math.round(
      left,
    )},top=${Math.round(top)}`,
  );
  return popup && !popup.closed ? popup : undefined;
}
