import type { Access } from '../operation/words';

export const access: Access = { name: 'The client directory' };
