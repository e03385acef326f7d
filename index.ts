import { clientDirectory } from './nodes/ClientDirectory/provider';
import { cloudFoundry } from './nodes/CloudFoundry/provider';
import { delos } from './nodes/Delos/provider';
import { guardhouse } from './nodes/Guardhouse/provider';

export { ClientDirectoryApi } from './credentials/ClientDirectoryApi.credentials';
export { CloudFoundryApi } from './credentials/CloudFoundryApi.credentials';
export { DelosApi } from './credentials/DelosApi.credentials';
export { GuardhouseApi } from './credentials/GuardhouseApi.credentials';
export { ClientDirectory } from './nodes/ClientDirectory/ClientDirectory.node';
export { ClientDirectoryTrigger } from './nodes/ClientDirectory/ClientDirectoryTrigger.node';
export { CloudFoundry } from './nodes/CloudFoundry/CloudFoundry.node';
export { CloudFoundryTrigger } from './nodes/CloudFoundry/CloudFoundryTrigger.node';
export { Delos } from './nodes/Delos/Delos.node';
export { DelosTrigger } from './nodes/Delos/DelosTrigger.node';
export { Guardhouse } from './nodes/Guardhouse/Guardhouse.node';
export { GuardhouseTrigger } from './nodes/Guardhouse/GuardhouseTrigger.node';
export {
	filtersOf,
	isChange,
	isCompound,
	isOption,
	isAccessList,
	isRead,
	readsOnly,
	isSetOperation,
	optionsOf,
	parametersOf,
} from './nodes/operation/model';
export type { Operation, Parameter } from './nodes/operation/model';

/** The providers as data, with every operation. */
export const providers = [clientDirectory, cloudFoundry, delos, guardhouse];
