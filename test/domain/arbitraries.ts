import fc from 'fast-check';
import { calendarOf } from '../../src/domain/calendar.js';
import { addDays } from '../../src/domain/civil-date.js';
import { redate, type Schedule, type SurveyFacts, surveyDates } from '../../src/domain/scheduler.js';

/** Any day of the years 1990 to 2109. */
export const civilDates = fc.integer({ min: 0, max: 43_800 }).map((days) => addDays('1990-01-01', days));

/** Days within the reach of a survey's dates, so that every status is met. */
export const nearbyDates = fc.integer({ min: 0, max: 60 }).map((days) => addDays('2024-02-01', days));

export const schedules: fc.Arbitrary<Schedule> = fc.record({
  startDays: fc.nat(15),
  expiryDays: fc.nat(15),
  businessDays: fc.boolean(),
});

/** Weekends, Good Friday 2024 and an own holiday on each 29 February. */
export const calendar = calendarOf([{ on: '2020-02-29', name: 'Aniversário', yearly: true }], (year) =>
  year === 2024 ? [{ on: '2024-03-29', name: 'Sexta-Feira Santa' }] : [],
);

/** Facts of a survey that was closed on a nearby day, perhaps extended, perhaps settled. */
export const surveyFacts: fc.Arbitrary<SurveyFacts> = fc
  .record({
    closedOn: nearbyDates,
    schedule: schedules,
    extension: fc.option(nearbyDates),
    outcome: fc.option(fc.constantFrom('executed' as const, 'closed' as const, 'cancelled' as const)),
  })
  .map(({ closedOn, schedule, extension, outcome }) => ({
    ...redate(surveyDates(closedOn, schedule, calendar), extension),
    outcome,
  }));
