/** What the backend's reasons say, where it gives one beside the code: above all why Databricks refuses for good, and who can change that. */
export const refusalMessages = {
  ip_access_list:
    'Databricks refuses the network of the portal. An IP access list does not have its address, which an admin of Databricks can add.',
  private_link:
    'Databricks refuses the network of the portal. The workspace is reached by private link: an admin of Databricks or of the network can let the portal in.',
  entitlement:
    'Databricks refuses this account in the workspace. It lacks an entitlement, such as workspace access, which an admin of the workspace can grant.',
  not_a_member:
    'Databricks refuses this account in the workspace. It is not a member there; an admin of the workspace can add it.',
  no_email:
    'The portal does not know your e-mail address. It connects you only as yourself, and compares it with your name at Databricks: an admin of the portal can add it to you in the catalog.',
  catalog:
    'The portal could not ask its catalog who you are. Nothing was stored; try again in a moment.',
} as const;
