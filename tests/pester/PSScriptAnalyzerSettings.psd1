# Rules that are right elsewhere and wrong here. The other scripts of this repository pass all default rules.
@{
    ExcludeRules = @(
        # A block of Pester sets what other blocks use.
        'PSUseDeclaredVarsMoreThanAssignments'
        # Knows nothing of -ErrorVariable.
        'PSUseUsingScopeModifierInNewRunspaces'
        # The sandbox makes up passwords, and tells them as text.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
        'PSAvoidUsingPlainTextForPassword'
        # What a user's session holds is global: tests prepare such sessions.
        'PSAvoidGlobalVars'
        'PSAvoidGlobalFunctions'
        # Functions for tests only are never run with -WhatIf.
        'PSUseShouldProcessForStateChangingFunctions'
        # PowerShell 7 reads UTF-8.
        'PSUseBOMForUnicodeEncodedFile'
    )
}
