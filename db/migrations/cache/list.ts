import type { Migration } from '../run.ts'
import { cacheTables } from './0001-tables.ts'
import { cacheBookkeeping } from './0002-bookkeeping.ts'
import { cacheSearch } from './0003-search.ts'
import { cacheReckoning } from './0004-reckoning.ts'
import { cacheWorkList } from './0005-work-list.ts'
import { cacheCounter } from './0006-counter.ts'
import { cacheVisitCutOff } from './0007-visit-cut-off.ts'
import { cacheTierChange } from './0008-tier-change.ts'
import { cacheKeyTransaction } from './0009-key-transaction.ts'
import { cacheCustomerValue } from './0010-customer-value.ts'
import { cacheCustomerTypeVerdict } from './0011-customer-type-verdict.ts'
import { cacheNextAction } from './0012-next-action.ts'
import { cacheCustomerGroup } from './0013-customer-group.ts'
import { cacheConsent } from './0014-consent.ts'
import { cachePartyClass } from './0015-party-class.ts'
import { cacheAssessment } from './0016-assessment.ts'
import { cacheLearning } from './0017-learning.ts'
import { cacheCustomerViewing } from './0018-customer-viewing.ts'
import { cacheTrainingTest } from './0020-training-test.ts'
import { cacheDuty } from './0022-duty.ts'
import { cacheCoursePicture } from './0023-course-picture.ts'

/** All migrations of `cache-<key version>.db`, oldest first. Only ever appended to. */
export const cacheMigrations: readonly Migration[] = [
  cacheTables,
  cacheBookkeeping,
  cacheSearch,
  cacheReckoning,
  cacheWorkList,
  cacheCounter,
  cacheVisitCutOff,
  cacheTierChange,
  cacheKeyTransaction,
  cacheCustomerValue,
  cacheCustomerTypeVerdict,
  cacheNextAction,
  cacheCustomerGroup,
  cacheConsent,
  cachePartyClass,
  cacheAssessment,
  cacheLearning,
  cacheCustomerViewing,
  cacheTrainingTest,
  cacheDuty,
  cacheCoursePicture,
]
