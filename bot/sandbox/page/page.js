// What the page does by itself: colours, spoilers, times that count, focus that stays.
(() => {
  const root = document.documentElement;

  // Colours

  const stored = () => {
    try {
      return localStorage.getItem("theme") || "auto";
    } catch {
      return "auto";
    }
  };
  const colour = (theme) => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const button of document.querySelectorAll(".theme button")) {
      button.setAttribute("aria-pressed", button.dataset.theme === theme);
    }
  };
  colour(stored());
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".theme button");
    if (!button) return;
    try {
      localStorage.setItem("theme", button.dataset.theme);
    } catch {}
    colour(button.dataset.theme);
  });

  // Spoilers

  const reveal = (event) => {
    const spoiler = event.target.closest?.(".spoiler");
    if (!spoiler || (event.type === "keydown" && event.key !== "Enter" && event.key !== " ")) return;
    if (spoiler.getAttribute("aria-expanded") === "true") return;
    event.preventDefault();
    event.stopPropagation();
    spoiler.setAttribute("aria-expanded", "true");
    spoiler.removeAttribute("aria-label");
  };
  document.addEventListener("click", reveal, true);
  document.addEventListener("keydown", reveal, true);

  // Times

  const formats = {
    t: { timeStyle: "short" },
    T: { timeStyle: "medium" },
    d: { dateStyle: "short" },
    D: { dateStyle: "long" },
    f: { dateStyle: "long", timeStyle: "short" },
    F: { dateStyle: "full", timeStyle: "short" },
  };
  const units = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const words = (seconds, style) => {
    if (style !== "R") return new Date(seconds * 1000).toLocaleString("en", formats[style]);
    const away = seconds - Math.round(Date.now() / 1000);
    const [unit, size] = units.find(([, size]) => Math.abs(away) >= size) || units[6];
    return relative.format(Math.trunc(away / size), unit);
  };
  const count = () => {
    for (const time of document.querySelectorAll("time[data-t]")) {
      const text = words(Number(time.dataset.t), time.dataset.style);
      if (time.textContent !== text) time.textContent = text;
      if (!time.title) time.title = words(Number(time.dataset.t), "F");
    }
  };
  setInterval(count, 1000);

  // Focus: what is drawn anew gets it back.

  let last = null;
  const found = (element) => {
    const used = element.closest?.("[data-do]");
    if (!used) return null;
    const inside = used.closest("[data-message]");
    const message = inside ? `[data-message="${inside.dataset.message}"] ` : "";
    const value = used.dataset.value === undefined ? "" : `[data-value="${CSS.escape(used.dataset.value)}"]`;
    return { element: used, pane: used.closest(".pane, .facts, .bar")?.id, query: `${message}[data-do="${used.dataset.do}"]${value}` };
  };
  document.addEventListener("focusin", (event) => (last = found(event.target)));
  new MutationObserver(() => {
    count();
    mark();
    if (!last || last.element.isConnected || document.activeElement !== document.body) return;
    const within = last.pane ? document.getElementById(last.pane) : document;
    within?.querySelector(last.query)?.focus({ preventScroll: true });
  }).observe(root, { childList: true, subtree: true });

  // Past all buttons of what was said, to the message box

  document.addEventListener("click", (event) => {
    event.target.closest?.(".skip")?.closest(".pane").querySelector(".composer input")?.focus();
  });

  // Who is on the screen, where it holds one pane

  const mark = () => {
    const middle = innerWidth / 2;
    for (const pane of document.querySelectorAll(".pane")) {
      const { left, right } = pane.getBoundingClientRect();
      const link = document.querySelector(`.jump a[href="#${pane.id}"]`);
      if (left <= middle && middle < right) link?.setAttribute("aria-current", "true");
      else link?.removeAttribute("aria-current");
    }
  };
  document.addEventListener("scroll", mark, { capture: true, passive: true });
  addEventListener("resize", mark);

  // What NiceGUI's handlers call

  window.sandbox = {
    pressed(event) {
      const used = event.target.closest("[data-do]");
      if (!used || used.disabled || used.getAttribute("aria-busy")) return null;
      const field = used.matches("select, input");
      const live = used.matches("[type=range], [type=search]");
      if (event.type !== (live ? "input" : field ? "change" : "click")) return null;
      const what = { do: used.dataset.do, value: used.dataset.value, message: used.closest("[data-message]")?.dataset.message };
      if (used.matches("select")) {
        what.chosen = [...used.selectedOptions].map((option) => option.value).filter(Boolean);
        if (used.multiple || (!what.chosen.length && used.dataset.optional === undefined)) return null;
      } else if (used.matches("[type=checkbox]")) {
        what.checked = used.checked;
      } else if (field) {
        what.value = used.value;
      } else if (what.do === "choose-several") {
        what.do = "choose";
        what.chosen = [...used.closest(".row").querySelector("select").selectedOptions].map((option) => option.value);
      }
      return what;
    },
    submitted(event) {
      event.preventDefault();
      const sent = {};
      for (const [name, value] of new FormData(event.target)) (sent[name] ??= []).push(value);
      return sent;
    },
    moved(number, words, address) {
      const slider = document.getElementById("slider");
      if (slider) {
        if (document.activeElement !== slider) slider.value = number;
        slider.setAttribute("aria-valuetext", words);
      }
      history.replaceState(history.state, "", address);
    },
    open(dialog) {
      if (!dialog) return;
      dialog.showModal();
      dialog.addEventListener("click", (event) => {
        if (event.target.closest("[data-close]")) dialog.close();
      });
    },
  };
  document.addEventListener("DOMContentLoaded", () => colour(stored()));
  new MutationObserver((_, observer) => {
    if (document.querySelector(".theme button")) {
      colour(stored());
      observer.disconnect();
    }
  }).observe(root, { childList: true, subtree: true });
})();
