import type { Knex } from 'knex';
import * as peopleAndSettings from './20261123_000001_people_and_settings.js';
import * as configuration from './20261123_000002_configuration.js';
import * as sales from './20261123_000003_sales.js';
import * as surveys from './20261123_000004_surveys.js';
import * as surveyFacts from './20261124_000001_survey_facts.js';
import * as surveyTallies from './20261124_000002_survey_tallies.js';
import * as textIndex from './20261124_000003_text_index.js';
import * as attempts from './20261124_000004_attempts.js';
import * as preferences from './20261124_000005_preferences.js';
import * as jobs from './20261124_000006_jobs.js';
import * as drafts from './20261124_000007_drafts.js';
import * as whatsAppTexts from './20261129_000001_whatsapp_texts.js';
import * as businessDays from './20261129_000010_business_days.js';
import * as configurationChanges from './20261129_000020_configuration_changes.js';
import * as bareSales from './20261129_000030_bare_sales.js';
import * as commissionPolicies from './20261129_000040_commission_policies.js';
import * as productCommissions from './20261129_000041_product_commissions.js';
import * as commissionMonths from './20261129_000042_commission_months.js';
import * as commissionFacts from './20261129_000043_commission_facts.js';
import * as followUps from './20261129_000050_follow_ups.js';
import * as results from './20261129_000060_results.js';
import * as commissionVersion from './20261129_000080_commission_version.js';
import * as lineClosingDates from './20261129_000085_line_closing_dates.js';
import * as salesWithoutBase from './20261129_000086_sales_without_base.js';
import * as resultVersions from './20261129_000090_result_versions.js';
import * as sharedFilters from './20261129_000095_shared_filters.js';
import * as followUpOrders from './20261129_000096_follow_up_orders.js';
import * as sharedSearches from './20261129_000098_shared_searches.js';
import * as followUpsAtScale from './20261129_000100_follow_ups_at_scale.js';
import * as overdueFacts from './20261129_000115_overdue_facts.js';
import * as customerOrders from './20261129_000120_customer_orders.js';
import * as endedJobs from './20261129_000125_ended_jobs.js';
import * as commissionVersions from './20261129_000126_commission_versions.js';
import * as signals from './20261129_000140_signals.js';
import * as annulledExecutions from './20261129_000141_annulled_executions.js';
import * as signalsAskedAgain from './20261129_000142_signals_asked_again.js';
import * as savedResults from './20261129_000145_saved_results.js';
import * as listsByAnswers from './20261129_000150_lists_by_answers.js';
import * as cancelledSales from './20261129_000151_cancelled_sales.js';
import * as auditOfJobs from './20261129_000155_audit_of_jobs.js';
import * as savedSignals from './20261129_000160_saved_signals.js';
import * as followedSignals from './20261129_000161_followed_signals.js';
import * as followUpVersions from './20261129_000170_follow_up_versions.js';
import * as extensionVersions from './20261129_000171_extension_versions.js';

export interface Migration {
  name: string;
  up(knex: Knex): Promise<void>;
}

/**
 * Every migration, oldest first. A released one is never changed, renamed or removed: databases in the field carry its
 * name. There is no way down; the way back is the backup taken before migrating.
 */
export const migrations: readonly Migration[] = [
  { name: '20261123_000001_people_and_settings', up: peopleAndSettings.up },
  { name: '20261123_000002_configuration', up: configuration.up },
  { name: '20261123_000003_sales', up: sales.up },
  { name: '20261123_000004_surveys', up: surveys.up },
  { name: '20261124_000001_survey_facts', up: surveyFacts.up },
  { name: '20261124_000002_survey_tallies', up: surveyTallies.up },
  { name: '20261124_000003_text_index', up: textIndex.up },
  { name: '20261124_000004_attempts', up: attempts.up },
  { name: '20261124_000005_preferences', up: preferences.up },
  { name: '20261124_000006_jobs', up: jobs.up },
  { name: '20261124_000007_drafts', up: drafts.up },
  { name: '20261129_000001_whatsapp_texts', up: whatsAppTexts.up },
  { name: '20261129_000010_business_days', up: businessDays.up },
  { name: '20261129_000020_configuration_changes', up: configurationChanges.up },
  { name: '20261129_000030_bare_sales', up: bareSales.up },
  { name: '20261129_000040_commission_policies', up: commissionPolicies.up },
  { name: '20261129_000041_product_commissions', up: productCommissions.up },
  { name: '20261129_000042_commission_months', up: commissionMonths.up },
  { name: '20261129_000043_commission_facts', up: commissionFacts.up },
  { name: '20261129_000050_follow_ups', up: followUps.up },
  { name: '20261129_000060_results', up: results.up },
  { name: '20261129_000080_commission_version', up: commissionVersion.up },
  { name: '20261129_000085_line_closing_dates', up: lineClosingDates.up },
  { name: '20261129_000086_sales_without_base', up: salesWithoutBase.up },
  { name: '20261129_000090_result_versions', up: resultVersions.up },
  { name: '20261129_000095_shared_filters', up: sharedFilters.up },
  { name: '20261129_000096_follow_up_orders', up: followUpOrders.up },
  { name: '20261129_000098_shared_searches', up: sharedSearches.up },
  { name: '20261129_000100_follow_ups_at_scale', up: followUpsAtScale.up },
  { name: '20261129_000115_overdue_facts', up: overdueFacts.up },
  { name: '20261129_000120_customer_orders', up: customerOrders.up },
  { name: '20261129_000125_ended_jobs', up: endedJobs.up },
  { name: '20261129_000126_commission_versions', up: commissionVersions.up },
  { name: '20261129_000140_signals', up: signals.up },
  { name: '20261129_000141_annulled_executions', up: annulledExecutions.up },
  { name: '20261129_000142_signals_asked_again', up: signalsAskedAgain.up },
  { name: '20261129_000145_saved_results', up: savedResults.up },
  { name: '20261129_000150_lists_by_answers', up: listsByAnswers.up },
  { name: '20261129_000151_cancelled_sales', up: cancelledSales.up },
  { name: '20261129_000155_audit_of_jobs', up: auditOfJobs.up },
  { name: '20261129_000160_saved_signals', up: savedSignals.up },
  { name: '20261129_000161_followed_signals', up: followedSignals.up },
  { name: '20261129_000170_follow_up_versions', up: followUpVersions.up },
  { name: '20261129_000171_extension_versions', up: extensionVersions.up },
];
