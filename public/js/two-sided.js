// <two-sided>: a list of checkboxes becomes two panes, Disponíveis and Selecionados. The checkboxes stay, hidden, and are what is posted.

import { ListBox } from './list-box.js';
import { sortable } from './sortable.js';
import { announce, fill, plain } from './speech.js';

class TwoSided extends HTMLElement {
  connectedCallback() {
    this.choices = this.querySelector('.choices');
    if (!this.choices || this.panes) return;
    this.items = [...this.choices.querySelectorAll('label')].map(readItem);
    this.choices.hidden = true;
    this.left = this.pane('available', false);
    this.right = this.pane('selected', true);
    this.panes = make('div', 'panes');
    this.panes.append(this.left.root, this.buttons(), this.right.root);
    this.choices.before(this.panes);
    if (this.dataset.ordered) this.order();
    this.render();
  }

  pane(key, side) {
    const id = `${this.querySelector('fieldset').id}-${key}`;
    const root = make('div', 'pane');
    const heading = root.appendChild(make('p', 'pane-title'));
    heading.id = `${id}-title`;
    const filter = root.appendChild(make('input', 'form-control'));
    filter.type = 'search';
    filter.placeholder = fill(this.dataset.filter, { list: this.dataset[key].toLowerCase() });
    filter.setAttribute('aria-label', filter.placeholder);
    const list = new ListBox(id, heading.id, this.dataset.help, () => this.move(side, list.marked()));
    const note = make('p', 'pane-note');
    root.append(list.root, note);
    filter.addEventListener('input', () => this.render());
    filter.addEventListener('keydown', (event) => onFilterKey(event, list));
    return { root, heading, filter, list, note, side, title: this.dataset[key] };
  }

  buttons() {
    const column = make('div', 'pane-buttons');
    const add = (text, run) => {
      const button = column.appendChild(make('button', 'btn btn-sm'));
      button.type = 'button';
      button.textContent = text;
      button.addEventListener('click', run);
    };
    add(this.dataset.add, () => this.move(false, this.left.list.marked()));
    add(this.dataset.remove, () => this.move(true, this.right.list.marked()));
    add(this.dataset.addAll, () => this.move(false, this.visible(this.left)));
    add(this.dataset.removeAll, () => this.move(true, this.visible(this.right)));
    if (!this.dataset.ordered) return column;
    add(this.dataset.up, () => this.shift(-1));
    add(this.dataset.down, () => this.shift(1));
    return column;
  }

  /** Lets the chosen ones be put into an order, by key, by button and by pointer. */
  order() {
    const { root } = this.right.list;
    this.right.list.onShift = (by) => this.shift(by);
    root.title = `${root.title} ${this.dataset.ordered}`;
    sortable(root, (option) => {
      const shown = [...root.children].map(({ item }) => item);
      // What a filter hides keeps its place.
      let next = 0;
      this.arrange(this.chosen().map((item) => (shown.includes(item) ? shown[next++] : item)));
      this.sayPlace(option.item);
    });
  }

  chosen() {
    return this.items.filter((item) => item.box.checked);
  }

  /** Puts the chosen ones first, in this order: so they are shown, and posted. */
  arrange(chosen) {
    this.items = [...chosen, ...this.items.filter((item) => !chosen.includes(item))];
    for (const item of this.items) this.choices.append(item.row);
    this.render();
  }

  shift(by) {
    const { list } = this.right;
    const item = list.marked()[0] ?? list.active;
    const chosen = this.chosen();
    const from = chosen.indexOf(item);
    if (from < 0) return announce(this.dataset.nothing);
    const neighbour = chosen[from + by];
    if (!neighbour) return;
    chosen[from + by] = item;
    chosen[from] = neighbour;
    this.arrange(chosen);
    this.sayPlace(item);
  }

  sayPlace(item) {
    announce(fill(this.dataset.moved, { name: item.label, position: this.chosen().indexOf(item) + 1 }));
  }

  /** Passes items from one side to the other and says so. `from` is the side: false available, true selected. */
  move(from, items) {
    if (items.length === 0) return announce(this.dataset.nothing);
    const before = this.chosen();
    for (const item of items) {
      item.box.checked = !from;
      item.marked = false;
    }
    if (this.dataset.ordered && !from) this.arrange([...before, ...items]);
    else this.render();
    this.say(from, items);
    items[0].box.dispatchEvent(new Event('change', { bubbles: true }));
  }

  say(from, items) {
    const count = this.items.filter((item) => item.box.checked).length;
    const verb = from ? 'Removed' : 'Added';
    if (items.length === 1) announce(fill(this.dataset[`item${verb}`], { name: items[0].label, count }));
    else announce(fill(this.dataset[`items${verb}`], { moved: items.length, count }));
  }

  visible(pane) {
    const words = plain(pane.filter.value).split(' ').filter(Boolean);
    return this.items.filter(
      (item) => item.box.checked === pane.side && words.every((word) => item.plain.includes(word)),
    );
  }

  render() {
    for (const pane of [this.left, this.right]) {
      const all = this.items.filter((item) => item.box.checked === pane.side).length;
      const shown = this.visible(pane);
      pane.heading.textContent =
        shown.length === all ? `${pane.title} (${all})` : `${pane.title} (${shown.length} / ${all})`;
      pane.list.show(shown);
      pane.note.textContent = shown.length > 0 ? '' : all > 0 ? this.dataset.noMatches : this.dataset.noItems;
    }
  }
}

function readItem(label) {
  const box = label.querySelector('input');
  const text = label.querySelector('span').textContent;
  const detail = label.querySelector('small')?.textContent ?? '';
  return {
    row: label.closest('.choice'),
    box,
    label: text,
    detail,
    plain: plain(`${text} ${detail}`),
    marked: false,
    option: null,
  };
}

function onFilterKey(event, list) {
  // Enter would send the form.
  if (event.key === 'Enter') event.preventDefault();
  if (event.key === 'ArrowDown') {
    event.preventDefault();
    list.root.focus();
  }
}

function make(tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

customElements.define('two-sided', TwoSided);
