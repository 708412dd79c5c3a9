import type { Signal } from '../domain/grades.js';
import { SIGNAL_STATES, type SignalState } from '../domain/signal.js';
import type { Dialect } from './dialect.js';
import type { Reading } from './pieced-readings.js';
import { allOf } from './predicate.js';
import type { ResultScope } from './results.js';
import { hasSignalState, signalsMatching } from './signal-predicates.js';

/** What became of the signals of one kind whose surveys were executed in a period; together all that arose, but for those whose sale was cancelled before. */
export type ResultSignals = Readonly<Record<SignalState, number>> & { readonly kind: Signal };

/** ResultSignals[] by kind, by the predicates of the list that a number opens: each state from its own covering index. */
export function signalReading(dialect: Dialect, { period, filter }: ResultScope): Reading {
  const matching = signalsMatching({ ...filter, period: { of: 'executed', ...period } });
  const parts = SIGNAL_STATES.map((state) => {
    const { sql, bindings } = allOf([hasSignalState(state), matching]);
    const index = dialect === 'sqlite' ? `indexed by signals_${state}` : '';
    const counts = SIGNAL_STATES.map((one) => `${one === state ? 'count(*)' : '0'} as ${one}`).join(', ');
    return { sql: `select ${KIND} as kind, ${counts} from signals ${index} where ${sql} group by ${KIND}`, bindings };
  });
  const sums = SIGNAL_STATES.map((state) => `cast(sum(${state}) as bigint) as ${state}`).join(', ');
  return {
    sql: `select kind, ${sums} from (${parts.map(({ sql }) => sql).join(' union all ')}) as counted group by kind`,
    bindings: parts.flatMap(({ bindings }) => bindings),
  };
}

/** No column: PostgreSQL would read all that there ever were in the order of their kinds, to spare itself the grouping. */
const KIND = "(signals.kind || '')";
