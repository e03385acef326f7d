declare const isFullScale: boolean;

/** How many to test with: `npm run test:scale` takes many, which needs minutes of its own. */
export const atScale = (few: number, many: number): number => (isFullScale ? many : few);

/** As people write it, in the name of a test. */
export const counted = (count: number): string => count.toLocaleString('en-US');
