import fc from 'fast-check';
import t from 'tap';
import {
  atLeast,
  type Capability,
  can,
  canSurvey,
  isResponsible,
  isRole,
  ROLES,
  type Role,
  type SurveyAssignment,
} from '../../src/domain/permissions.js';

const ana = { id: 1, role: 'manager' } as const;
const bruno = { id: 2, role: 'operator' } as const;
const carla = { id: 3, role: 'operator' } as const;
const davi = { id: 4, role: 'admin' } as const;

const brunosRule: SurveyAssignment = {
  assignedTo: null,
  ruleOperators: [bruno.id],
  sellerRuns: false,
  sellerId: carla.id,
};

t.test('each role may all that the one before it may', async (t) => {
  const allowed = (required: Role) => ROLES.filter((role) => atLeast(role, required));
  t.same(allowed('operator'), ['operator', 'manager', 'admin']);
  t.same(allowed('manager'), ['manager', 'admin']);
  t.same(allowed('admin'), ['admin']);
});

t.test('a role is one of three words', async (t) => {
  t.ok(ROLES.every(isRole));
  for (const text of ['', 'Admin', 'root', 'toString']) t.notOk(isRole(text), text);
});

t.test('screens offer what SPEC 1 grants', async (t) => {
  const granted: Record<Capability, Role[]> = {
    runSurveys: ['operator', 'manager', 'admin'],
    seeEverySurvey: ['manager', 'admin'],
    manageSurveys: ['manager', 'admin'],
    seeScores: ['manager', 'admin'],
    seeStatements: ['manager', 'admin'],
    manageSales: ['manager', 'admin'],
    seeEveryFollowUp: ['manager', 'admin'],
    manageCustomers: ['manager', 'admin'],
    configure: ['admin'],
    manageUsers: ['admin'],
    changeSettings: ['admin'],
    readAudit: ['admin'],
  };
  for (const [capability, roles] of Object.entries(granted))
    t.same(
      ROLES.filter((role) => can(role, capability as Capability)),
      roles,
      capability,
    );
});

t.test('responsible are the operators of the rule', async (t) => {
  t.ok(isResponsible(bruno.id, brunosRule));
  t.notOk(isResponsible(carla.id, brunosRule), 'the seller is not, where the rule does not say so');
});

t.test('responsible is also the seller of the sale, where the rule says so', async (t) => {
  const shared = { ...brunosRule, sellerRuns: true };
  t.ok(isResponsible(bruno.id, shared));
  t.ok(isResponsible(carla.id, shared));
  t.notOk(isResponsible(ana.id, shared));
});

t.test('a reassigned survey has one responsible operator', async (t) => {
  const carlas = { ...brunosRule, sellerRuns: true, assignedTo: davi.id };
  t.ok(isResponsible(davi.id, carlas));
  t.notOk(isResponsible(bruno.id, carlas), 'no longer the operator of the rule');
  t.notOk(isResponsible(carla.id, carlas), 'nor the seller');
});

t.test('operators run what they are responsible for, managers and administrators everything', async (t) => {
  t.ok(canSurvey(bruno, brunosRule));
  t.notOk(canSurvey(carla, brunosRule));
  t.ok(canSurvey(ana, brunosRule));
  t.ok(canSurvey(davi, brunosRule));
});

t.test('an operator can survey exactly what he is responsible for', async () => {
  const assignments = fc.record({
    assignedTo: fc.option(fc.nat(5)),
    ruleOperators: fc.array(fc.nat(5), { maxLength: 3 }),
    sellerRuns: fc.boolean(),
    sellerId: fc.nat(5),
  });
  fc.assert(
    fc.property(
      assignments,
      fc.nat(5),
      (survey, id) => canSurvey({ id, role: 'operator' }, survey) === isResponsible(id, survey),
    ),
  );
});
