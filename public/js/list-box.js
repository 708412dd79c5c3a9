// A list box in which several items can be marked: arrows walk, Shift with them marks, space marks one, Ctrl+A all, Enter passes on.

export class ListBox {
  constructor(id, labelledBy, help, onEnter) {
    this.id = id;
    this.items = [];
    this.active = null;
    this.onEnter = onEnter;
    /** Where the order matters: Alt with an arrow moves the active item. */
    this.onShift = null;
    this.root = document.createElement('ul');
    this.root.className = 'list-box';
    this.root.id = id;
    this.root.tabIndex = 0;
    this.root.title = help;
    for (const [name, value] of Object.entries({
      role: 'listbox',
      'aria-multiselectable': 'true',
      'aria-labelledby': labelledBy,
    }))
      this.root.setAttribute(name, value);
    this.root.addEventListener('keydown', (event) => this.onKey(event));
    this.root.addEventListener('click', (event) => this.onClick(event));
    this.root.addEventListener('dblclick', () => this.onEnter());
  }

  /** Shows these items; the scroll position and, where it is still there, the active item stay. */
  show(items) {
    const at = this.items.indexOf(this.active);
    const top = this.root.scrollTop;
    this.items = items;
    this.root.replaceChildren(...items.map((item) => this.option(item)));
    this.root.scrollTop = top;
    if (!items.includes(this.active)) this.activate(items[Math.min(Math.max(at, 0), items.length - 1)] ?? null);
  }

  /** The marked items, or the active one where none is marked. */
  marked() {
    const marked = this.items.filter((item) => item.marked);
    if (marked.length > 0) return marked;
    return this.active && this.root.contains(document.activeElement) ? [this.active] : [];
  }

  option(item) {
    if (!item.option) {
      item.option = document.createElement('li');
      item.option.setAttribute('role', 'option');
      item.option.id = `option-${++ListBox.count}`;
      item.option.textContent = item.label;
      if (item.detail)
        item.option.append(' ', Object.assign(document.createElement('small'), { textContent: item.detail }));
      item.option.item = item;
    }
    item.option.setAttribute('aria-selected', String(item.marked));
    item.option.classList.toggle('active', item === this.active);
    return item.option;
  }

  activate(item) {
    this.active?.option.classList.remove('active');
    this.active = item;
    if (!item) return this.root.removeAttribute('aria-activedescendant');
    item.option.classList.add('active');
    this.root.setAttribute('aria-activedescendant', item.option.id);
    this.reveal(item.option);
  }

  /** Scrolls the list, never the page: scrollIntoView would do both. */
  reveal(option) {
    const top = option.offsetTop - this.root.offsetTop;
    const bottom = top + option.offsetHeight - this.root.clientHeight;
    if (this.root.scrollTop > top) this.root.scrollTop = top;
    else if (this.root.scrollTop < bottom) this.root.scrollTop = bottom;
  }

  mark(item, on) {
    item.marked = on;
    item.option.setAttribute('aria-selected', String(on));
  }

  onClick(event) {
    const item = event.target.closest('li')?.item;
    if (!item) return;
    const from = this.items.indexOf(this.active);
    const to = this.items.indexOf(item);
    if (event.shiftKey && from >= 0)
      for (const between of this.items.slice(Math.min(from, to), Math.max(from, to) + 1)) this.mark(between, true);
    else this.mark(item, !item.marked);
    this.activate(item);
  }

  onKey(event) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && by && this.onShift) {
      event.preventDefault();
      return this.onShift(by);
    }
    const at = this.items.indexOf(this.active);
    const last = this.items.length - 1;
    const targets = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last, PageDown: at + 10, PageUp: at - 10 };
    if (event.key in targets) this.walk(Math.min(Math.max(targets[event.key], 0), last), event.shiftKey);
    else if (event.key === ' ' && this.active) this.mark(this.active, !this.active.marked);
    else if (event.key === 'Enter') this.onEnter();
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey))
      for (const item of this.items) this.mark(item, true);
    else return;
    event.preventDefault();
  }

  walk(index, marking) {
    const item = this.items[index];
    if (!item) return;
    if (marking) {
      if (this.active) this.mark(this.active, true);
      this.mark(item, true);
    }
    this.activate(item);
  }
}

ListBox.count = 0;
