/* Comfort for pages that are whole without it: keys as in a feed reader, and word of what changed meanwhile.
   It writes text only, never markup, and moves nothing that is being read. */
"use strict";
(() => {
  const CHOICE = "lagebild-keys";
  const dialog = document.getElementById("keys");
  const opener = document.getElementById("show-keys");
  const rows = () => [...document.querySelectorAll(".stories h2 a, .lagebild section[id] > h2")].filter((e) => e.checkVisibility());

  const chosen = () => {
    try { return localStorage.getItem(CHOICE) !== "off"; } catch { return true; }
  };
  const choose = (on) => {
    try { localStorage.setItem(CHOICE, on ? "on" : "off"); } catch { /* a browser that keeps nothing */ }
  };

  const step = (by) => {
    const all = rows();
    const at = all.indexOf(document.activeElement);
    const top = (e) => e.getBoundingClientRect().top;
    /* Nothing chosen yet: begin with what is on the screen. */
    const next = at >= 0 ? at + by : by > 0 ? all.findIndex((e) => top(e) >= 0) : all.findLastIndex((e) => top(e) < 0);
    const target = all[next];
    if (!target) return;
    if (target.tagName !== "A") target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: target.tagName === "A" ? "nearest" : "start" });
  };

  const open = () => {
    const at = document.activeElement;
    if (at.matches(".stories h2 a")) at.click();
    const folds = at.matches("section > h2") ? [...at.parentElement.querySelectorAll("details")] : [];
    const unfold = folds.some((e) => !e.open);
    folds.forEach((e) => { e.open = unfold; });
  };

  const show = () => {
    dialog.querySelector("input").checked = chosen();
    dialog.showModal();
  };

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    o: open,
    u: () => (document.querySelector(".ways .up") ?? document.querySelector(".bar .brand")).click(),
    m: () => document.querySelector(".tools form")?.requestSubmit(),
    f: () => document.querySelector(".follow")?.requestSubmit(),
    "/": () => {
      const field = document.querySelector("input[type=search]");
      if (field) { field.focus(); field.select(); } else { document.querySelector(".bar .brand").click(); }
    },
    "?": show,
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea, dialog[open]");
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing) return;
    if (!Object.hasOwn(keys, event.key) || (event.key !== "?" && !chosen())) return;
    event.preventDefault();
    keys[event.key]();
  });
  opener.hidden = false;
  opener.addEventListener("click", show);
  dialog.querySelector("input").addEventListener("change", (event) => choose(event.target.checked));

  /* What was just added is being read: look again, unless somebody is writing meanwhile. */
  if (document.querySelector("[data-reading]")) {
    setInterval(() => { if (!document.activeElement.matches("input")) location.reload(); }, 1500);
  }

  const place = document.querySelector("[data-live]");
  if (!place) return;
  const changed = new Set();
  let stream = null;
  let number = "";
  const note = (event) => { number = event.lastEventId; };
  const tell = (event) => {
    note(event);
    if (place.dataset.live && event.data !== place.dataset.live) return;
    changed.add(event.data);
    const link = document.createElement("a");
    link.href = location.pathname + location.search;
    link.textContent = (changed.size === 1 ? place.dataset.one : place.dataset.many).replace("{n}", changed.size);
    place.replaceChildren(link);
  };
  /* A browser opens six connections to one server: a page that nobody sees holds none. */
  const listen = () => {
    if (document.hidden) { stream?.close(); stream = null; return; }
    if (stream) return;
    stream = new EventSource("/events" + (number ? `?since=${number}` : ""));
    stream.addEventListener("ready", note);
    stream.addEventListener("story", tell);
  };
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => { stream?.close(); stream = null; });
  addEventListener("pageshow", listen);
  listen();
})();
