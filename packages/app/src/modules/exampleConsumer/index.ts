export { exampleConsumerPlugin } from './exampleConsumerPlugin';
