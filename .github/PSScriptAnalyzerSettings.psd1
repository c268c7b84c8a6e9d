@{
    Severity     = @('Error', 'Warning')
    ExcludeRules = @(
        # The stand-in server's password, which is no secret, becomes a credential in the tests.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
        # Starting and stopping the stand-in server needs no confirmation.
        'PSUseShouldProcessForStateChangingFunctions'
        # What BeforeAll sets, It uses: the rule does not look across Pester's blocks.
        'PSUseDeclaredVarsMoreThanAssignments'
        # The benchmark calls all of its scripts with the same arguments.
        'PSReviewUnusedParameter'
    )
    Rules        = @{
        PSUseCompatibleSyntax = @{ Enable = $true; TargetVersions = @('5.1', '7.4') }
    }
}
