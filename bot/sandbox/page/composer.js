// The message box: what is typed, the list of what can follow, and the options of the command.
export default {
  template: `
    <form class="composer" @submit.prevent="send" @focusout="left">
      <div v-if="open" class="offers">
        <div class="offers-title">{{ offers.title }}</div>
        <div role="listbox" :id="list" :aria-label="offers.title" ref="list">
          <div v-for="(row, n) in offers.rows" :key="row.name" role="option" :id="list + '-' + n"
               :aria-selected="n === at" class="offer" @mousedown.prevent @click="take(row.line)" @mousemove="at = n">
            <span class="offer-name">{{ row.name }}</span> <span class="offer-about">{{ row.about }}</span>
          </div>
        </div>
      </div>
      <div v-if="offers.chips.length && current" class="chips" role="group" aria-label="Options of the command">
        <button v-for="chip in offers.chips" :key="chip.name" type="button" @mousedown.prevent @click="take(chip.line)"
                :class="{ chip: true, filled: chip.filled, now: chip.current }" :disabled="chip.filled"
                :aria-label="'Option ' + chip.name + (chip.needed ? ', needed' : '')">
          {{ chip.name }}<span v-if="chip.needed" aria-hidden="true">*</span>
        </button>
      </div>
      <p v-if="error" class="composer-error" role="alert">{{ error }}</p>
      <div class="composer-box">
        <input ref="input" type="text" role="combobox" autocomplete="off" spellcheck="false" maxlength="4000"
               :aria-label="label" :placeholder="placeholder" :disabled="disabled" aria-autocomplete="list"
               :aria-expanded="open ? 'true' : 'false'" :aria-controls="list"
               :aria-activedescendant="open && at >= 0 ? list + '-' + at : null"
               v-model="text" @input="typed" @keydown="key" @focus="focused = true">
        <button type="submit" :disabled="disabled || !text.trim()" aria-label="Send">
          <svg viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" d="M3 20.5v-6.8L14 12 3 10.3V3.5L22 12z"/></svg>
        </button>
      </div>
    </form>`,
  props: {
    label: String,
    placeholder: String,
    disabled: Boolean,
    error: String,
    offers: { type: Object, default: () => ({ typed: "", title: "", rows: [], chips: [], eager: false }) },
  },
  data() {
    return { text: "", at: -1, closed: false, focused: false, sent: [], back: 0, list: `offers-${Math.random().toString(36).slice(2)}` };
  },
  computed: {
    current() {
      return this.offers.typed === this.text;
    },
    open() {
      return this.focused && !this.closed && this.current && this.offers.rows.length > 0;
    },
  },
  watch: {
    offers() {
      this.at = this.offers.eager ? 0 : -1;
      if (this.offers.rows.some((row) => row.line === this.text)) this.at = -1;
    },
  },
  methods: {
    put(line) {
      this.take(line);
    },
    restore(line) {
      if (!this.text) this.text = line;
    },
    typed() {
      this.closed = false;
      this.$emit("typed", this.text);
    },
    take(line) {
      this.text = line;
      this.typed();
      this.$nextTick(() => {
        const input = this.$refs.input;
        input.focus();
        input.setSelectionRange(line.length, line.length);
        input.scrollLeft = input.scrollWidth;
      });
    },
    left(event) {
      if (!this.$el.contains(event.relatedTarget)) this.focused = false;
    },
    send() {
      const line = this.text.trim();
      if (!line) return;
      this.sent.push(line);
      this.back = this.sent.length;
      this.text = "";
      this.$emit("send", line);
    },
    key(event) {
      const rows = this.open ? this.offers.rows : [];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape" && !this.closed) {
        this.closed = true;
      } else if (event.key === "Enter" && this.open && this.at >= 0) {
        this.take(rows[this.at].line);
      } else if (event.key === "Tab" && this.open && !event.shiftKey) {
        this.take(rows[Math.max(this.at, 0)].line);
      } else if (step && rows.length) {
        this.at = (this.at + step + rows.length) % rows.length;
        this.$nextTick(() => this.$refs.list?.children[this.at]?.scrollIntoView({ block: "nearest" }));
      } else if (step && (!this.text || this.text === this.sent[this.back])) {
        this.back = Math.min(Math.max(this.back + step, 0), this.sent.length);
        this.text = this.sent[this.back] ?? "";
        this.closed = true;
      } else {
        return;
      }
      event.preventDefault();
    },
  },
};
