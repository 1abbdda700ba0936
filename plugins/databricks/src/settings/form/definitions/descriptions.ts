import type { OpenForm } from '../../useOpenForm';
import type { FormDescription } from '../FormDescription';
import { appConnectionForm } from './appConnectionForm';
import { fabricForm } from './fabricForm';
import { servicePrincipalForm } from './servicePrincipalForm';

/** What can be edited in a form. */
export const descriptions = {
  'app-connection': appConnectionForm,
  fabric: fabricForm,
  'service-principal': servicePrincipalForm,
} as Record<OpenForm['subject'], FormDescription>;
