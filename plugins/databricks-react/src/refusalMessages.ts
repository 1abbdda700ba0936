/** Why Databricks refuses for good, by the reason that the backend gives, and who can change that. */
export const refusalMessages = {
  ip_access_list:
    'Databricks refuses the network of the portal. An IP access list does not have its address, which an admin of Databricks can add.',
  private_link:
    'Databricks refuses the network of the portal. The workspace is reached by private link: an admin of Databricks or of the network can let the portal in.',
  entitlement:
    'Databricks refuses you in this workspace. You lack an entitlement, such as workspace access, which an admin of the workspace can grant.',
  not_a_member:
    'Databricks refuses you in this workspace. You are not a member of it; an admin of the workspace can add you.',
} as const;
