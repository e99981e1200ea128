export declare const runnerVariable: string
