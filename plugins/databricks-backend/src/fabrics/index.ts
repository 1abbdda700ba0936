export { describeFabricDefinition } from './describeFabricDefinition';
export { Fabrics } from './Fabrics';
export { fabricResources } from './routes';
