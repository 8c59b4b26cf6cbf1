"use strict";
// Nothing here is needed: without it a page of unfinished work refreshes itself, and folded parts stay folded in print.
addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details:not([open])")) {
    folded.open = true;
    addEventListener("afterprint", () => { folded.open = false; }, { once: true });
  }
});

// The server answers when the work is done or after some seconds, so that few looks are needed.
const work = document.querySelector("[data-work]");
if (work) setTimeout(() => location.replace(work.dataset.work), 500);
