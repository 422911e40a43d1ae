/**
 * What platforms call the things that security looks at, as terms of queries over audit entries; see
 * https://docs.qcecuring.com, https://dev.digicert.com and https://certifyclouds-docs.pages.dev.
 */

/** A sign-in failed, an account was locked. */
export const FAILED_SIGN_INS = 'action:LOGIN_ERROR,auth.login.failed,auth.account.locked';
/** The same, whatever a platform calls it. */
export const REFUSED_SIGN_INS = `${FAILED_SIGN_INS} OR (action:*LOGIN*,*LOGON*,*SIGN_IN*,*SIGNIN*,*AUTHENTICAT* outcome:failure)`;
const CREDENTIALS = 'resource_type:APIKEY,CLIENT_AUTH_CERT,OAUTH_CLIENT';
const TOKEN_MAIL = 'action:*TOKEN_EXPIRY*,CLIENT_AUTH_CERT_EXPIRY_EMAIL_SENT,SERVICE_USER_EXPIRY_EMAIL_SENT';
/** API tokens and client credentials made, changed, rotated, deleted, expiring. */
export const TOKENS = `${CREDENTIALS} OR ${TOKEN_MAIL} OR action:rotation.*`;
/** Passwords and second factors changed, or about to be. */
export const PASSWORDS = 'action:UPDATE_PASSWORD,UPDATE_TOTP,SEND_RESET_PASSWORD';
const SETTINGS =
  'action:settings.*,subscription.*,alert.rule.*,CONFIG_UPDATED,FEATURE_ENABLED,FEATURE_DISABLED';
/** What is only told to people changes nothing. */
const MAILS = 'action:ACCOUNT_EXPIRY_EMAIL_SENT,SAML_IDP_CERT_EXPIRY_EMAIL_SENT,LOW_LICENSE_WARNING_SENT';
const SETTING_TYPES = `resource_type:ACCOUNT,SAML2_CONFIG,OIDC_CONFIG,OAUTH_CONFIG,LICENSE,Settings -${MAILS}`;
/** Ways to sign in: what bears their types is mostly somebody signing in. */
const WAYS =
  'resource_type:SSO_SAML,SSO_OIDC,BASIC_AUTH,DIGEST_AUTH,BASIC_AUTH_MFA,SSO_SAML_MFA,CLIENT_AUTH_CERT_MFA,SSO_OIDC_MFA action:CREATE,UPDATE,DELETE,ENABLED,DISABLED';
/** Settings, subscriptions, alert rules, sign-in configuration. */
export const CONFIGURATION = `${SETTINGS} OR (${SETTING_TYPES}) OR (${WAYS})`;
const PEOPLE = 'action:user.created,user.updated,user.deleted,USER_ROLE_UPDATED';
const PEOPLE_TYPES = 'resource_type:USER,SERVICE_USER,ROLE action:CREATE,UPDATE,DELETE,ENABLED,DISABLED';
/** Who was added, changed or removed, and what they may do. */
export const PRIVILEGES = `${PEOPLE} OR (${PEOPLE_TYPES})`;
