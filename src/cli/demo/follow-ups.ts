import { acceptFollowUp } from '../../actions/accept-follow-up.js';
import type { ActionContext } from '../../actions/context.js';
import { openFollowUp } from '../../actions/open-follow-up.js';
import { assignFollowUp, commentFollowUp, endFollowUp, startFollowUp } from '../../actions/work-follow-up.js';
import { workSignal } from '../../actions/work-signal.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { addDays } from '../../domain/civil-date.js';
import type { FollowUpKind } from '../../domain/follow-up.js';
import { signalState } from '../../domain/signal.js';
import { listSignalsOf } from '../../store/signal-list.js';
import { mayTakeUp } from '../../store/signal-predicates.js';
import { accepted } from './accepted.js';
import { Random } from './random.js';

type Schedule = (day: CivilDate, run: (context: ActionContext) => Promise<void>) => void;

const SOLUTIONS = [
  'Técnico voltou, refez a fixação do cabo e o cliente aprovou.',
  'Trocado o roteador; sinal medido com o cliente na linha.',
  'Atendimento pediu desculpas e deu desconto na próxima fatura.',
  'Porta da caixa trocada; sem quedas desde então.',
] as const;

const WISHES = ['Quer passar para 1 giga.', 'Quer incluir a TV.', 'Perguntou o preço de um segundo ponto.'] as const;

/** What is done about the answers: proposals are mostly accepted, begun, and solved within days; some still wait. */
export class FollowUpLife {
  // Of its own, so that the sales and the surveys of the year are what they were.
  readonly #random = new Random(20_260_710);
  readonly #schedule: Schedule;
  readonly #products: readonly number[];

  constructor(schedule: Schedule, products: Iterable<number>) {
    this.#schedule = schedule;
    this.#products = [...products];
  }

  /** After a survey was executed by who acts. */
  async begin(context: ActionContext, surveyId: number): Promise<void> {
    for (const { answers, kind } of await this.#signalsOf(context, surveyId))
      if (this.#random.chance(0.8)) {
        const opened = accepted(await acceptFollowUp(context, surveyId, answers[0]?.answerId ?? 0));
        if (opened.added) this.#live(context, opened.id, kind);
      } else if (this.#random.chance(0.85)) this.#catchUp(context.today, surveyId);
    if (!this.#random.chance(0.05)) return;
    const kind = this.#random.pick(['opportunity', 'opportunity', 'doubt', 'improvement'] as const);
    const text = kind === 'opportunity' ? this.#random.pick(WISHES) : 'Pediu a fatura em outra data de vencimento.';
    const form = { kind, ownerId: String(context.actor.id), priority: '2', dueOn: '', text };
    const opened = await openFollowUp(context, { kind: 'survey', id: surveyId }, form, `demo-${surveyId}`);
    this.#live(context, accepted(opened).id, kind);
  }

  #signalsOf({ db, actor }: ActionContext, surveyId: number) {
    return listSignalsOf(db.read, surveyId, mayTakeUp(actor));
  }

  /** What the operator left, a manager finds days later: he opens it, or dismisses it. What he has not come to yet waits. */
  #catchUp(today: CivilDate, surveyId: number): void {
    const takesUp = this.#random.chance(0.6);
    this.#schedule(addDays(today, this.#random.integer(3, 8)), async (context) => {
      for (const { id, kind, ...facts } of await this.#signalsOf(context, surveyId)) {
        if (signalState(facts) !== 'waiting') continue;
        const verb = takesUp ? 'open' : 'dismiss';
        accepted(await workSignal(context, id, verb, takesUp ? {} : { reason: 'Resolvido na própria ligação.' }));
        const opened = (await this.#signalsOf(context, surveyId)).find((one) => one.id === id)?.followUpId;
        if (opened) this.#live(context, opened, kind);
      }
    });
  }

  /** Plans how it goes on; versions are counted as the steps are taken. */
  #live({ actor, today }: ActionContext, id: number, kind: FollowUpKind): void {
    const days = this.#random.integer(1, 4);
    const later = (add: number, run: (context: ActionContext) => Promise<void>) =>
      this.#schedule(addDays(today, add), (context) => run({ ...context, actor }));
    if (this.#random.chance(0.05)) return;
    later(days, async (context) => {
      accepted(await startFollowUp(context, { id, version: 1 }));
      if (this.#random.chance(0.3))
        accepted(
          await commentFollowUp(context, id, { comment: 'Ligação feita; retorno combinado.', formKey: `c-${id}` }),
        );
    });
    if (this.#random.chance(0.04)) return;
    const owner = this.#random.chance(0.1);
    if (owner)
      this.#schedule(addDays(today, days + 1), async (context) => {
        accepted(await assignFollowUp(context, { id, version: 2 }, { ownerId: String(context.actor.id) }));
      });
    // Whoever owns it then, a manager may end it.
    this.#schedule(addDays(today, days + this.#random.integer(2, 9)), (context) =>
      this.#end(context, { id, version: owner ? 3 : 2 }, kind),
    );
  }

  async #end(context: ActionContext, read: { readonly id: number; readonly version: number }, kind: FollowUpKind) {
    const well = this.#random.chance(kind === 'opportunity' ? 0.45 : 0.9);
    if (kind !== 'opportunity') {
      const conclusion = well ? this.#random.pick(SOLUTIONS) : 'O cliente não confirmou o problema.';
      accepted(await endFollowUp(context, read, well ? 'resolve' : 'discard', { conclusion }));
      return;
    }
    const [first = 0, ...others] = this.#products;
    const sold = { value: '149,90', productId: String(this.#random.pick([first, ...others])) };
    const form = well ? sold : { conclusion: 'Achou caro por enquanto.' };
    accepted(await endFollowUp(context, read, well ? 'win' : 'lose', form));
  }
}
