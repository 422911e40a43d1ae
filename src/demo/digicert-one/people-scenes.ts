/** Scenes of people: they sign in, forget passwords, are locked out, join. */
import { refused, type Scene, scene, signIn, signOut, step } from './scene.ts';

const min = (minutes: number) => minutes * 60;

export const PEOPLE_SCENES: readonly Scene[] = [
  // An ordinary stretch of the day.
  scene(9, [
    signIn(0, 'user', 'SSO_SAML'),
    signIn(min(3), 'service', 'CLIENT_AUTH_CERT'),
    signIn(min(7), 'other', 'SSO_SAML_MFA'),
    step(min(4), 'other', 'UPDATE', 'USER', 'other', '{other} changed own notification settings.'),
    signOut(min(22), 'user', 'SSO_SAML'),
    signIn(min(11), 'admin', 'BASIC_AUTH_MFA'),
    signOut(min(9), 'admin', 'BASIC_AUTH_MFA'),
    signOut(min(31), 'other', 'SSO_SAML_MFA'),
  ]),
  scene(6, [
    signIn(0, 'user', 'SSO_OIDC'),
    signIn(40, 'other', 'BASIC_AUTH'),
    signIn(min(2), 'service', 'DIGEST_AUTH'),
    refused(min(6), 'service', 'DIGEST_AUTH', 'the digest was computed with an old password'),
    signIn(20, 'service', 'DIGEST_AUTH'),
    signOut(min(16), 'other', 'BASIC_AUTH'),
    signIn(min(5), 'other', 'SSO_OIDC_MFA'),
    signOut(min(25), 'user', 'SSO_OIDC'),
  ]),
  // Forgotten password: errors, reset, a new one.
  scene(4, [
    refused(0, 'user', 'BASIC_AUTH', 'wrong password (attempt 1 of 5)'),
    refused(14, 'user', 'BASIC_AUTH', 'wrong password (attempt 2 of 5)'),
    refused(21, 'user', 'BASIC_AUTH', 'wrong password (attempt 3 of 5)'),
    step(45, 'user', 'SEND_RESET_PASSWORD', 'USER', 'user', 'Password reset e-mail sent to {user.email}.'),
    step(90, 'user', 'UPDATE_PASSWORD', 'USER', 'user', '{user} changed the password.'),
    signIn(18, 'user', 'BASIC_AUTH'),
    step(
      min(1),
      'user',
      'UPDATE_TOTP',
      'BASIC_AUTH_MFA',
      'user',
      '{user} registered a new authenticator app.',
    ),
    signOut(min(38), 'user', 'BASIC_AUTH'),
  ]),
  // Password spraying against one user ends in a lock; an administrator lifts it.
  scene(2, [
    refused(0, 'user', 'BASIC_AUTH', 'wrong password (attempt 3 of 5)'),
    refused(2, 'user', 'BASIC_AUTH', 'wrong password (attempt 4 of 5)'),
    refused(2, 'user', 'BASIC_AUTH', 'wrong password (attempt 5 of 5)'),
    step(0, 'system', 'DISABLED', 'USER', 'user', '{user} locked after 5 failed sign-ins.'),
    refused(3, 'user', 'BASIC_AUTH', 'the user is locked'),
    signIn(min(12), 'admin', 'SSO_SAML_MFA'),
    step(min(2), 'admin', 'ENABLED', 'USER', 'user', '{admin} unlocked {user}.'),
    step(20, 'admin', 'SEND_RESET_PASSWORD', 'USER', 'user', 'Password reset e-mail sent to {user.email}.'),
  ]),
  // Those who may not, or not yet, come in.
  scene(2, [
    refused(0, 'locked', 'BASIC_AUTH', 'the user is locked'),
    refused(31, 'locked', 'BASIC_AUTH', 'the user is locked'),
    signIn(min(4), 'admin', 'SSO_SAML_MFA'),
    step(
      min(2),
      'admin',
      'SEND_RESET_PASSWORD',
      'USER',
      'pending',
      'Invitation sent again to {pending.email}.',
    ),
    refused(min(9), 'pending', 'BASIC_AUTH', 'the invitation has not been accepted'),
    refused(min(3), 'retired', 'CLIENT_AUTH_CERT', 'the service user has ended'),
    signIn(min(1), 'service', 'CLIENT_AUTH_CERT'),
    signOut(min(12), 'admin', 'SSO_SAML_MFA'),
  ]),
  // A new colleague.
  scene(2, [
    signIn(0, 'admin', 'SSO_SAML_MFA'),
    step(min(2), 'admin', 'CREATE', 'USER', 'user', 'User {user} ({user.email}) created in {user.team}.'),
    step(0, 'admin', 'UPDATE', 'ROLE', 'role', 'Role {role} given to {user}.'),
    step(
      min(33),
      'user',
      'TERMS_AND_CONDITIONS',
      'USER',
      'user',
      '{user} accepted the terms and conditions.',
    ),
    step(25, 'user', 'UPDATE_PASSWORD', 'USER', 'user', '{user} set the first password.'),
    step(40, 'user', 'UPDATE_TOTP', 'BASIC_AUTH_MFA', 'user', '{user} set up two-factor sign-in.'),
    signIn(15, 'user', 'BASIC_AUTH_MFA'),
    signOut(min(14), 'admin', 'SSO_SAML_MFA'),
  ]),
];
