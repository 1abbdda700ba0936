export { Fabrics } from './Fabrics';
export { fabricResources } from './routes';
