# A restore operator's whole life: log on by assertion, open someone's data for a reason, see what happened, and stop.

BeforeDiscovery {
    $versions = 6..8 | ForEach-Object { @{ Version = "v$_" } }
}

BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $requestFile = Join-Path $TestDrive requests.txt
    $fake = Start-FakeServer -RequestFile $requestFile
    $by = $fake.ByOperator
}

AfterAll {
    Stop-FakeServer $fake
}

Describe 'A restore operator on API <Version>' -ForEach $versions {
    BeforeAll {
        Connect-RestoreServer $fake.Server @by -CertificateThumbprint $fake.Thumbprint -ApiVersion $Version
    }

    AfterAll {
        Disconnect-RestoreServer
    }

    It 'opens data for a reason, sees what happened, and stops' {
        $scope = @{ type = 'User'; id = 'u1'; user = @{ id = 'u1'; displayName = 'J. Doe'; name = 'j.doe@contoso.com'; type = 'User' } }
        $session = Start-RestoreSession -Type OneDrive -Scope $scope -Reason 'Ticket 4711'
        @(Get-Content $requestFile)[-1] | Should -BeExactly "POST /$Version/Organization/OperatorExplore"
        $session.State | Should -Be Working
        $session.Workload | Should -Be OneDrive
        $session.Reason | Should -BeExactly 'Ticket 4711'
        $session.InitiatedBy | Should -BeExactly operator@contoso.onmicrosoft.com

        $events = @($session | Get-RestoreSessionEvent)
        $events.Count | Should -BeGreaterThan 0
        ($session | Get-RestoreSessionEvent -EventId $events[-1].Id).ItemName | Should -BeExactly $events[-1].ItemName

        $stopped = $session | Stop-RestoreSession -Confirm:$false -PassThru | Wait-RestoreSession -TimeoutSec 60
        $stopped.Id | Should -Be $session.Id
        $stopped.State | Should -Be Stopped
    }

    It 'takes a scope as the API has it, as an object' {
        $scope = ConvertFrom-Json '{ "type": "Site", "id": "7", "site": { "id": "7", "url": "https://contoso", "title": "Home", "isCloud": true, "isPersonal": false }, "_links": { "self": { "href": "x" } } }'
        (Start-RestoreSession -Type SharePoint -Scope $scope).ScopeName | Should -Not -BeNullOrEmpty
    }

    It 'sees its own sessions, and no others' {
        Get-RestoreSession | ForEach-Object InitiatedBy | Select-Object -Unique | Should -BeExactly operator@contoso.onmicrosoft.com
    }

    It 'may not list organizations' {
        { Get-RestoreOrganization -ErrorAction Stop } | Should -Throw -ErrorId 'AccessDenied,RestoreSessions.Commands.GetRestoreOrganizationCommand'
    }
}

Describe 'A restore operator' {
    It 'cannot log on by API v5' {
        { Connect-RestoreServer $fake.Server @by -CertificateThumbprint $fake.Thumbprint -ApiVersion v5 -ErrorAction Stop } |
            Should -Throw -ErrorId 'ApiVersionNotServed,RestoreSessions.Commands.ConnectRestoreServerCommand' -ExpectedMessage '*v6 or later*'
    }

    It 'is told what a scope looks like' {
        { Start-RestoreSession -Type Exchange -Scope @{ type = 'Mailbox'; id = '1' } } |
            Should -Throw -ErrorId 'ParameterArgumentTransformationError,RestoreSessions.Commands.StartRestoreSessionCommand' -ExpectedMessage '*not User, Group, Site or Team*'
    }
}
