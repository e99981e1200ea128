/**
 * Version of the protocol between terminal and head office. History:
 * 1 – enrolment, session, login, snapshot, changes, commands.
 * 2 – the day of summaries stands once a branch (`reckoning`), not in every `customer_summary`; a
 *   login brings the key of the person's own file.
 *   A column of a batch may be one value for all rows, or words and places.
 *   Error codes of saved views and exports.
 *   Visits at the counter and referrals.
 *   Next payment of loans and cards, day of death, tasks put off and not suitable; `task.postpone`,
 *   `task.reopen`, `task.reassign`, several tasks in one `task.complete`.
 *   Digests of a scope, and the rows that differ.
 *   Why a visit ended that nobody ended.
 *   Error codes of decisions on parameters, and of a customer who died.
 *   A page of changes names the request it answers and the cursor it follows; a push names the epoch it
 *   is meant for; a refused command that was dealt with says so when it is pushed again.
 *   Error code of a correction of what has taken effect.
 *   Over how long a terminal is to spread what can wait (`spreadMs` of a session).
 *   `GET /v1/poke`: heads of scopes, as soon as one is newer than the terminal says.
 *   `counter.recordVisit` 2: where a visit stands, its end and the reason for it are one (`station`).
 *   Decisions on tiers (`tier_change`), and the day they stand for.
 *   Evaluations of customers (`customer_value`), and the day they stand for.
 *   Cards of key transactions (`key_transaction`), `keyTransaction.advance` and its error codes.
 *   Refused submissions for a supervisor (`POST /v1/supervision`), what became of one's own (`POST
 *   /v1/settlements`); `submission.settle`, `submission.dismissed` and their error codes.
 *   What people said of types of customers (`customer_type_verdict`), `customer.judgeType`.
 *   Refusals and needs of customers (`refusal`, `customer_need`); `refusal.record`, `refusal.takeBack`,
 *   `need.record`, `need.settle` and their error codes.
 *   Groups of customers (`customer_group`, `customer_group_member`), `group.create`, `group.change`,
 *   `group.setMembers`, `group.delete`, `group.restore` and their error codes.
 *   Risk cases for the risk desk alone (`POST /v1/risk/cases`, `POST /v1/risk/case`); `riskCase.act` and
 *   its error codes.
 *   First key of the usage ledger (`sealedLedgerKey` of an enrolment).
 *   How, where and by whom consents were given and withdrawn; `consent.record`, `consent.withdraw` and their
 *   error codes.
 *   Error codes of the training-compliance assessment.
 *   Error codes of courses, feedback and trainings.
 *   What people said of other sides of payments (`party_class`), `customer.classifyParty`.
 *   What customers tell of relations: `relation.record`, `relation.withdraw` and their error codes.
 *   The number of a customer of a risk case (`POST /v1/risk/phone`).
 *   Records of usage ledgers, their receipts and later epochs (`POST /v1/ledger`).
 *   A session names its enrolment (`ledgerId`).
 *   Months, results, exemptions, appeals, samples, signs and reminders of the assessment; the
 *   commands `assessment.*`, and the error code of a reminder within a week.
 *   PCs of a branch keep signed heads of each other's ledgers while the line is cut (`witnessAt`, `peers` of a
 *   session, `POST /v1/ledger/witnessed`). The rest of a former enrolment's ledger (`former` of an upload).
 *   Courses (`course`), what people did with them (`course_assignment`, `course_progress`,
 *   `course_certificate`), trainings (`training_session`, `training_attendance`) and feedback (`feedback`,
 *   `feedback_entry`); `course.read`, `course.assign`, `training.plan`, `training.act`, `feedback.submit`,
 *   `feedback.act`; quizzes and the feedback desk (`POST /v1/learning/quiz`, `/begin`, `/answer`, `/feedback`).
 *   Requests to see a customer of others (`customer_viewing`); `viewing.ask`, `viewing.decide`, `viewing.end`,
 *   `viewing.open` and their error codes.
 *   Error codes of practice, which never travel.
 *   Months of the units below a line manager (`POST /v1/assessment/levels`), and the signed
 *   month of a branch (`POST /v1/assessment/export`).
 *   Modules of an upheld appeal (`assessment.decideAppeal`).
 *   Cases of PCs (`POST /v1/ledger/cases`, `POST /v1/ledger/case`), `assessment.decideCase`.
 *   The course of a training and what its test came to (`course_code`, `test_passed`, `test_tries`);
 *   `training.plan` 2; the training of a quiz (`sessionId`), and the error codes of a test.
 *   When an appeal was given (`atMs` of `assessment.appeal`).
 *   The sign of empty logins (`usage_sign`).
 *   Days off duty (`duty_entry`), `assessment.recordDuty`, `assessment.withdrawDuty`.
 *   Pictures of courses (`course_picture`).
 *   Reviews of courses (`POST /v1/learning/reviews`, `/review`, `/picture`, `/decide`).
 */
export const protocolVersion = 2

/** Header with which a terminal names its device session. */
export const deviceTokenHeader = 'x-ocrm-device'

/** Media type of rows: JSON-columnar, compressed with zstd. */
export const rowsMediaType = 'application/vnd.ocrm.rows+zstd'

/** Most rows a delta may carry; beyond that the terminal takes a snapshot. */
export const maxDeltaRows = 20_000

/** Most commands and bytes (of JSON) in one push. */
export const maxPushCommands = 200
export const maxPushBytes = 256 * 1024
