import type { Access } from '../operation/access';

export const access: Access = { name: 'The client directory' };
