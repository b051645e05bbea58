type Account = { email: string; password: string; isGenerated: boolean }

/** Shows the first account. Nothing keeps a generated password, so it can't be shown again. */
export function announceAccount(appUrl: string, { email, password, isGenerated }: Account): void {
  console.log(
    [
      '',
      '  The first account is made. Sign in with:',
      '',
      `    Address   ${appUrl}`,
      `    Email     ${email}`,
      `    Password  ${isGenerated ? password : '(the one in ADMIN_PASSWORD)'}`,
      '',
      ...(isGenerated
        ? [
            '  The password is shown only now. To set another one:',
            `    npm run admin -- user reset-password --email ${email}`,
            '',
          ]
        : []),
    ].join('\n'),
  )
}
