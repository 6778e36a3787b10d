/* Everything the pages do beyond links and forms. Pages work without it.
   Order: keys · rows and ticks · menus · forms · drafts · toasts · lists by htmx */
"use strict";
(() => {
const $ = (what, from = document) => from.querySelector(what);
const $$ = (what, from = document) => [...from.querySelectorAll(what)];
const typing = (el) => el.matches("input:not([type=checkbox],[type=radio]),textarea,select,[contenteditable]");
const user = document.body.dataset.user || "";

/* keys */
let went = 0;
const goes = { h: "/", t: "/todo/", q: "/queue/" };
const keys = {
  "/": () => { const box = $("#q"); box?.focus(); box?.select(); },
  "?": () => $("#keys-help")?.showModal(),
  n: () => {
    const link = $("a[data-key=n]");
    if (link) { link.click(); return; }
    const menu = $("#new-menu");
    if (menu) { menu.open = true; $("a", menu)?.focus(); }
  },
  g: () => { went = Date.now(); },
  j: () => move(1),
  k: () => move(-1),
  x: () => { const tick = $(".pick input", row()); if (tick) { tick.click(); } },
};
document.addEventListener("keydown", (event) => {
  const el = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && el.form) {
    event.preventDefault();
    const main = $("button.btn-primary", el.form) || $("button[type=submit]", el.form);
    el.form.requestSubmit(main);
    return;
  }
  if (event.key === "Escape") { escape(el); return; }
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
  if (!plain || typing(el) || $("dialog[open]") || document.body.dataset.shortcuts !== "on") return;
  if (went && Date.now() - went < 1500 && goes[event.key]) { location.assign(goes[event.key]); return; }
  went = 0;
  const step = $(`[data-key="${CSS.escape(event.key)}"]`);
  const act = keys[event.key] || (step && /^[1-9]$/.test(event.key) && (() => step.click()));
  if (act) { event.preventDefault(); act(); }
});
function escape(el) {
  const open = $$("details.why[open]");
  if (open.length) { open.forEach((d) => { d.open = false; }); open[0].querySelector("summary").focus(); return; }
  if (el.matches(".found a")) { $("#q").focus(); return; }
  if (typing(el)) { el.blur(); return; }
  clearTicks();
}

/* suggestions under the one box: arrows walk, Enter opens, Escape goes back to the box */
document.addEventListener("keydown", (event) => {
  const box = event.target.closest("[data-arrows]");
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!box || !by || event.isComposing) return;
  const stops = $$("[data-arrow]", box), at = stops.indexOf(event.target);
  const next = stops[at + by];
  if (next) { event.preventDefault(); next.focus(); }
});
document.addEventListener("change", (event) => { if (event.target.matches("[data-submits]")) event.target.form.requestSubmit(); });

/* rows and ticks */
function row() { return document.activeElement?.closest("[data-rows] tbody tr"); }
function move(by) {
  const rows = $$("[data-rows] tbody tr");
  if (!rows.length) return;
  const at = rows.indexOf(row());
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + by))];
  (next.querySelector("th a, td a") || next).focus();
}
function clearTicks() {
  const ticked = $$(".pick input:checked, .bulk [name=all]:checked");
  ticked.forEach((t) => { t.checked = false; });
  if (ticked.length) count();
}
function count() {
  const n = $$(".pick [name=pick]:checked").length;
  const all = $("[data-all]");
  if (all) { const of = $$(".pick [name=pick]").length; all.checked = n > 0 && n === of; all.indeterminate = n > 0 && n < of; }
  const words = $("[data-picked]");
  if (words) words.textContent = words.dataset.words.replace("#", n);
}
document.addEventListener("change", (event) => {
  const el = event.target;
  if (el.matches("[data-all]")) $$(".pick [name=pick]").forEach((t) => { t.checked = el.checked; });
  if (el.closest(".pick")) count();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-clear]")) { event.preventDefault(); clearTicks(); }
});
/* Shift-click ticks everything between. */
let lastTick = null;
document.addEventListener("click", (event) => {
  const tick = event.target.closest(".pick input[name=pick]");
  if (!tick) return;
  const ticks = $$(".pick [name=pick]");
  const from = ticks.indexOf(lastTick), to = ticks.indexOf(tick);
  if (event.shiftKey && from >= 0) ticks.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((t) => { t.checked = tick.checked; });
  lastTick = tick;
  count();
});

/* menus: one open at a time, closed by a click elsewhere */
document.addEventListener("click", (event) => {
  $$("details.why[open]").forEach((d) => { if (!d.contains(event.target)) d.open = false; });
});

/* forms */
const dirty = new Set();
let leaving = false;
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-form]")) { dirty.add(form); keepSoon(form); }
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-logout]")) forgetAll();
  leaving = true;
  setTimeout(() => { leaving = false; }, 4000);
  if (form.matches("[data-form]")) { keep(form, true); dirty.delete(form); }
  if (form.matches("[data-plain]")) $$("input,select", form).forEach((f) => { if (f.value === "" && f.name) { f.disabled = true; setTimeout(() => { f.disabled = false; }); } });
});
addEventListener("beforeunload", (event) => { if (dirty.size && !leaving) event.preventDefault(); });
$("[data-focus]")?.focus();
const stop = $(".track [aria-current=step]"), track = stop?.closest(".track");
if (track) track.scrollLeft = stop.offsetLeft - track.offsetLeft - track.clientWidth / 2 + stop.offsetWidth / 2;

/* drafts: what was typed stays in this browser until it is saved, at most a day */
const DAY = 864e5;
const draftKey = (form) => form.dataset.draft && user ? `draft:${user}:${form.dataset.draft}:${location.pathname}` : "";
const kept = (form) => $$("input,textarea,select", form).filter((f) => f.name && !["hidden", "password", "file", "submit", "button"].includes(f.type) && !("nodraft" in f.dataset));
const values = (form) => kept(form).map((f) => [f.name, f.type === "checkbox" || f.type === "radio" ? (f.checked ? f.value : null) : f.value, f.value]);
const store = { get: (k) => { try { return JSON.parse(localStorage.getItem(k)); } catch { return null; } }, set: (k, v) => { try { localStorage.setItem(k, JSON.stringify(v)); } catch { /* full or forbidden: nothing is kept */ } }, del: (k) => localStorage.removeItem(k) };
const draftNames = () => Object.keys(localStorage).filter((k) => k.startsWith("draft:"));
let soon = 0;
function keepSoon(form) { clearTimeout(soon); soon = setTimeout(() => keep(form, false), 500); }
function keep(form, sent) { const key = draftKey(form); clearTimeout(soon); if (key && (sent ? dirty.has(form) || store.get(key) : true)) store.set(key, { at: Date.now(), sent, values: values(form) }); }
function forgetAll() { draftNames().forEach(store.del); }
function restore(form, draft) {
  const fields = kept(form);
  draft.values.forEach(([name, value, own]) => fields.filter((f) => f.name === name).forEach((f) => {
    if (f.type === "checkbox" || f.type === "radio") { if (f.value === own) f.checked = value !== null; } else f.value = value;
    f.dispatchEvent(new Event("change", { bubbles: true }));
  }));
  dirty.add(form);
}
function offer(form) {
  const key = draftKey(form), draft = key && store.get(key), box = $("#draft-offer");
  if (!draft || !box || JSON.stringify(draft.values) === JSON.stringify(values(form)) || $(".errors")) return;
  const note = box.content.firstElementChild.cloneNode(true);
  $("time", note).textContent = new Date(draft.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  $("[data-restore]", note).addEventListener("click", () => { restore(form, draft); note.remove(); kept(form)[0]?.focus(); });
  $("[data-discard]", note).addEventListener("click", () => { store.del(key); note.remove(); });
  form.before(note);
}
if (user) {
  const here = new Set($$("form[data-draft]").map(draftKey));
  const saved = $("[data-toast=success]");
  draftNames().forEach((k) => { const d = store.get(k); if (!d || Date.now() - d.at > DAY || (d.sent && (saved || !here.has(k)))) store.del(k); });
  $$("form[data-draft]").forEach(offer);
}

/* toasts: ten seconds, longer under the mouse or the focus */
$$(".toasts .say").forEach((say) => {
  let timer = 0;
  const start = () => { timer = setTimeout(() => say.remove(), 10000); };
  const stop = () => clearTimeout(timer);
  ["mouseenter", "focusin"].forEach((e) => say.addEventListener(e, stop));
  ["mouseleave", "focusout"].forEach((e) => say.addEventListener(e, start));
  start();
});
/* what has the focus never lies under a toast: the page moves, and if it can't, the toast goes */
document.addEventListener("focusin", ({ target }) => {
  const toasts = $(".toasts");
  const under = () => {
    const a = target.getBoundingClientRect(), b = toasts.getBoundingClientRect();
    return b.height && a.bottom > b.top && a.top < b.bottom && a.right > b.left && a.left < b.right;
  };
  if (!toasts || toasts.contains(target) || !under()) return;
  target.scrollIntoView({ block: "center", behavior: "instant" });
  if (under()) toasts.replaceChildren();
});

/* lists by htmx: tidy addresses, quiet refresh, errors that stay */
document.addEventListener("htmx:configRequest", (event) => {
  const { verb, parameters } = event.detail;
  if (verb === "get") Object.keys(parameters).forEach((k) => { if (parameters[k] === "") delete parameters[k]; });
});
document.addEventListener("htmx:afterSwap", count);
["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((name) => document.addEventListener(name, () => {
  const box = $("#list-failed"), list = $("#register");
  if (box && list && !$(".notice-bad", list)) list.prepend(box.content.cloneNode(true));
}));
setInterval(() => {
  const list = $("[data-refresh]");
  if (!list || !window.htmx || document.hidden || $(".pick input:checked") || $("details[open]") || (document.activeElement && list.contains(document.activeElement) && typing(document.activeElement))) return;
  if (scrollY < 200) htmx.ajax("GET", location.href, { target: "#register", swap: "outerHTML" });
}, 60000);
count();
})();
