import type { RouteRecordRaw } from 'vue-router'

/** 培训考核: own month, the branch for its head, rules. */
export const routes: RouteRecordRaw[] = [
  { name: 'training', path: '/training', component: () => import('./training-page.vue') },
  {
    name: 'training-courses',
    path: '/training/courses',
    meta: { needsData: true },
    component: () => import('./courses/courses-page.vue'),
  },
  {
    name: 'training-course',
    path: '/training/courses/:code',
    meta: { needsData: true },
    component: () => import('./courses/course-page.vue'),
    props: true,
  },
  {
    name: 'training-quiz',
    path: '/training/courses/:code/quiz',
    meta: { needsData: true },
    component: () => import('./courses/quiz-page.vue'),
    // With a training in its query it is the test of that training.
    props: ({ params, query }) => ({
      code: params['code'],
      sessionId: typeof query['training'] === 'string' ? query['training'] : null,
    }),
  },
  {
    name: 'training-handout',
    path: '/training/courses/:code/handout',
    meta: { needsData: true },
    component: () => import('./courses/handout-page.vue'),
    props: ({ params, query }) => ({
      code: params['code'],
      sessionId: typeof query['training'] === 'string' ? query['training'] : null,
    }),
  },
  {
    name: 'training-trainings',
    path: '/training/trainings',
    meta: { needsData: true },
    component: () => import('./trainings/trainings-page.vue'),
    // The training that is open, as a test or a handout leads back to it.
    props: ({ query }) => ({ openId: typeof query['id'] === 'string' ? query['id'] : null }),
  },
  {
    name: 'training-feedback',
    path: '/training/feedback',
    meta: { needsData: true },
    component: () => import('./feedback/feedback-page.vue'),
  },
  {
    name: 'training-board',
    path: '/training/board',
    meta: { needsData: true, judges: true },
    component: () => import('./board-page.vue'),
  },
  {
    name: 'training-levels',
    path: '/training/levels',
    meta: { lines: true },
    component: () => import('./levels-page.vue'),
  },
  {
    name: 'training-cases',
    path: '/training/cases',
    meta: { lines: true },
    component: () => import('./cases/cases-page.vue'),
  },
  {
    name: 'training-case',
    path: '/training/cases/:caseId',
    meta: { lines: true },
    component: () => import('./cases/case-page.vue'),
    props: true,
  },
  {
    name: 'training-reviews',
    path: '/training/reviews',
    meta: { lines: true },
    component: () => import('./reviews/reviews-page.vue'),
  },
  {
    name: 'training-review',
    path: '/training/reviews/:id',
    meta: { lines: true },
    component: () => import('./reviews/review-page.vue'),
    props: true,
  },
  {
    name: 'training-rules',
    path: '/training/rules',
    meta: { needsData: true },
    component: () => import('./rules-page.vue'),
  },
]
