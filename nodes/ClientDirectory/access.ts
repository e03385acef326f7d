import type { Access } from '../operation/model';

export const access: Access = { name: 'The client directory' };
